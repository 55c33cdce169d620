package com.pfavanguard.sync.page;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A real headless Chromium, as installed on this machine; nothing is ever downloaded. Without one the tests are skipped,
 * except on CI: there a test that is silently left out is worse than one that fails.
 */
final class Chromium {

    /** A host name that leads to this machine, for pages of an origin that the gateway does not allow. */
    static final String FOREIGN_HOST = "foreign.example";

    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    private static final List<String> BEYOND_THE_PATH = List.of(
            "/usr/bin",
            "/usr/local/bin",
            "/usr/lib/chromium",
            "/usr/lib/chromium-browser",
            "/snap/bin",
            "/opt/google/chrome",
            "/opt/homebrew/bin");

    private Chromium() {}

    /** Skips a class, and says why, where there is no Chromium. */
    static class Installed implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            try {
                browser();
                driver();
                return ConditionEvaluationResult.enabled("Chromium is installed");
            } catch (IllegalStateException e) {
                boolean ci = "true".equals(System.getenv("CI"));
                return ci
                        ? ConditionEvaluationResult.enabled("CI is to have a Chromium")
                        : ConditionEvaluationResult.disabled(e.getMessage());
            }
        }
    }

    private static File browser() {
        return find("CHROME_BIN", BROWSERS);
    }

    private static File driver() {
        return find("CHROMEDRIVER_BIN", List.of("chromedriver"));
    }

    static ChromeDriver start() {
        // With both given by path, Selenium has nothing to look for elsewhere.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver())
                .usingAnyFreePort()
                .build();
        ChromeDriver chromium = new ChromeDriver(service, options(browser()));
        chromium.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
        return chromium;
    }

    /** The warnings and errors in its console since they were last asked for. */
    static List<String> complaints(ChromeDriver chromium) {
        return chromium.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(Object::toString)
                .toList();
    }

    private static ChromeOptions options(File browser) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--no-proxy-server",
                "--host-resolver-rules=MAP " + FOREIGN_HOST + " 127.0.0.1",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,1000",
                "--user-data-dir=" + freshDirectory());
        return options;
    }

    private static Path freshDirectory() {
        try {
            return Files.createTempDirectory(Path.of("target"), "chromium").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File find(String variable, List<String> names) {
        Stream<String> path =
                Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator));
        List<String> directories =
                Stream.concat(path, BEYOND_THE_PATH.stream()).distinct().toList();
        Optional<File> found = Stream.concat(
                        Stream.ofNullable(System.getenv(variable)).map(File::new),
                        names.stream().flatMap(name -> directories.stream().map(in -> new File(in, name))))
                .filter(File::canExecute)
                .filter(File::isFile)
                .findFirst();
        return found.orElseThrow(() -> new IllegalStateException(
                "No %s on this machine: install it, or say where it is with %s".formatted(names.get(0), variable)));
    }
}
