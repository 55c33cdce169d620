package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Reports that a broker is there and refuses this process, for a reason that somebody can mend. */
final class BrokerRefusedException extends IOException {

    private final transient BrokerProblem problem;

    BrokerRefusedException(BrokerProblem problem) {
        super(problem.text());
        this.problem = problem;
    }

    BrokerProblem problem() {
        return problem;
    }

    /** The problems that somebody has to mend among these failures, each once. */
    static List<BrokerProblem> problems(Collection<Exception> failures) {
        return failures.stream()
                .map(BrokerRefusedException::problem)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private static Optional<BrokerProblem> problem(Exception failure) {
        if (failure instanceof BrokerRefusedException refused) {
            return Optional.of(refused.problem);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return Optional.of(new BrokerProblem("No TLS connection to the broker: " + failure.getMessage(), true));
            }
        }
        return Optional.empty();
    }
}
