package com.pfavanguard.sync.start;

import java.util.List;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Checks settings that the application refuses at its start although each of them alone is valid. Calls the code that
 * the start itself calls. May examine what the settings point at as well. Listed in {@code META-INF/spring.factories}; needs a constructor without parameters.
 */
public interface StartRule {

    /**
     * Throws what a start with these settings would throw. Writes nothing, opens no port and connects to nothing.
     *
     * @throws RuntimeException one that a failure analyzer of Boot explains
     */
    void check(Environment environment);

    /**
     * Looks at what these settings point at, as the application would at its first use. May connect, with a time limit,
     * and changes nothing. By default there is nothing to look at.
     */
    default List<Finding> examine(Environment environment) {
        return List.of();
    }

    /** Returns the rules of all modules. */
    static List<StartRule> all() {
        return SpringFactoriesLoader.forDefaultResourceLocation().load(StartRule.class);
    }
}
