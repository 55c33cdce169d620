package com.pfavanguard.sync.broker;

import java.io.IOException;

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
}
