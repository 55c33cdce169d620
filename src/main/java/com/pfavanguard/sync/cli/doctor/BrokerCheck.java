package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.broker.BrokerExamination;
import com.pfavanguard.sync.broker.BrokerNeed;
import com.pfavanguard.sync.broker.BrokerProperties;
import com.pfavanguard.sync.broker.BrokerProperties.Mode;
import com.pfavanguard.sync.broker.EmbeddedExamination;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.start.Finding;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.ssl.SslBundles;

/** Looks at the broker: an external one as the gateway would, the embedded one of a gateway that runs by its passwords. */
final class BrokerCheck implements Check {

    private final Surroundings surroundings;

    BrokerCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public List<Finding> look(Setup setup) throws InterruptedException {
        Optional<BrokerProperties> settings = setup.find(BrokerProperties.class);
        if (settings.isEmpty()) {
            return List.of(); // reported by the settings' check
        }
        try {
            if (settings.get().mode() == Mode.EMBEDDED) {
                return EmbeddedExamination.of(
                        settings.get(), surroundings.gateway(setup).isPresent());
            }
            return BrokerExamination.of(
                    settings.get(),
                    needs(setup),
                    () -> setup.context().getBean(SslBundles.class),
                    surroundings.clock());
        } catch (RuntimeException e) {
            return List.of(Finding.problem(Explanation.of(e, setup)));
        }
    }

    private static Set<BrokerNeed> needs(Setup setup) {
        Set<BrokerNeed> needs = EnumSet.noneOf(BrokerNeed.class);
        for (Role role : setup.roles()) {
            switch (role) {
                case GATEWAY -> needs.add(BrokerNeed.EVENTS);
                case API -> needs.add(BrokerNeed.EDITS);
                case WORKER -> needs.add(BrokerNeed.WRITES);
                case PRODUCER -> {
                    // Role.of has taken it apart.
                }
            }
        }
        setup.find(SecurityProperties.class)
                .filter(security -> security.mode() == SecurityProperties.Mode.JWT)
                .ifPresent(security -> needs.add(BrokerNeed.REVOCATIONS));
        return needs;
    }
}
