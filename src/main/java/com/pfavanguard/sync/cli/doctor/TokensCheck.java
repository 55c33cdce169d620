package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.start.Finding;
import com.pfavanguard.sync.start.StartRule;
import java.util.List;

/** Fetches the keys that check tokens, as the gateway would for the first token. */
final class TokensCheck implements Check {

    @Override
    public String name() {
        return "tokens";
    }

    @Override
    public List<Finding> look(Setup setup) {
        if (setup.find(SecurityProperties.class).isEmpty()) {
            return List.of(); // reported by the settings' check
        }
        List<Finding> findings = StartRule.all().stream()
                .flatMap(rule -> rule.examine(setup.environment()).stream())
                .toList();
        return findings.isEmpty() ? List.of(Finding.fine("No keys have to be fetched from elsewhere")) : findings;
    }
}
