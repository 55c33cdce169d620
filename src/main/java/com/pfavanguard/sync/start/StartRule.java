package com.pfavanguard.sync.start;

import java.util.List;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Checks settings that the application refuses at its start although each of them alone is valid. Calls the code that
 * the start itself calls. Listed in {@code META-INF/spring.factories}; needs a constructor without parameters.
 */
public interface StartRule {

    /**
     * Throws what a start with these settings would throw. Writes nothing, opens no port and connects to nothing.
     *
     * @throws RuntimeException one that a failure analyzer of Boot explains
     */
    void check(Environment environment);

    /** Returns the rules of all modules. */
    static List<StartRule> all() {
        return SpringFactoriesLoader.forDefaultResourceLocation().load(StartRule.class);
    }
}
