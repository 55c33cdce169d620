package com.pfavanguard.sync.page;

import com.pfavanguard.sync.testing.Npm;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.openqa.selenium.chrome.ChromeDriver;

/** Looks for barriers on a page with axe-core: all its rules, including best practices. */
final class Axe {

    private final String script;

    Axe() throws IOException {
        script = Files.readString(Npm.install("client").directory().resolve("node_modules/axe-core/axe.min.js"));
    }

    /** What axe finds on the page as it is shown now: the rule and the elements, one line each. */
    @SuppressWarnings("unchecked")
    List<String> findings(ChromeDriver browser) {
        browser.executeScript(script);
        return (List<String>) browser.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, { resultTypes: ['violations'] }).then(
                  ({ violations }) => done(violations.map(({ id, impact, help, nodes }) =>
                    `${id} (${impact}): ${help}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`)),
                  (error) => done([String(error)]));""");
    }
}
