package com.pfavanguard.sync.client;

import com.pfavanguard.sync.testing.Npm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The modules of the live page that know rules and no elements, in Node.js. */
@ExtendWith(Npm.Installed.class)
class PageModulesTests {

    @Test
    void theyKeepTheirRules() {
        Npm.install("client", "prepare.mjs", "acts.test.mjs").run("node", "--test", "acts.test.mjs");
    }
}
