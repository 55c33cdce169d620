package com.pfavanguard.sync.broker;

/**
 * Says how the broker is not as this process needs it.
 *
 * @param text what is wrong, and what to do; no passwords. The same problem has the same text at each inspection
 * @param stopsWork whether the process cannot do its work or loses messages. Otherwise it works, with less than its
 *     settings promise
 */
public record BrokerProblem(String text, boolean stopsWork) {

    static BrokerProblem stop(String text, Object... arguments) {
        return new BrokerProblem(text.formatted(arguments), true);
    }

    static BrokerProblem deviation(String text, Object... arguments) {
        return new BrokerProblem(text.formatted(arguments), false);
    }
}
