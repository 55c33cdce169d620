package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.start.StartRule;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Refuses a scrape token that is too short, or a file of tokens that cannot be read. */
class ScrapeStartRule implements StartRule {

    @Override
    public void check(Environment environment) {
        new ScrapeTokens(
                Binder.get(environment).bindOrCreate("sync.security.scrape", ScrapeProperties.class), System::nanoTime);
    }
}
