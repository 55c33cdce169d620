package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.pems.PemsExamination;
import com.pfavanguard.sync.pems.PemsProperties;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.start.Finding;
import java.util.List;
import java.util.Optional;

/** Looks whether PEMS is there and accepts the credentials. Writes nothing to it. */
final class PemsCheck implements Check {

    private final Surroundings surroundings;

    PemsCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "PEMS";
    }

    @Override
    public List<Finding> look(Setup setup) {
        Optional<PemsProperties> settings = setup.find(PemsProperties.class);
        if (settings.isEmpty()) {
            return List.of(); // reported by the settings' check
        }
        if (!setup.roles().contains(Role.WORKER)) {
            return List.of(Finding.fine("Not asked: a process without the role worker does not talk to PEMS"));
        }
        if (settings.get().baseUrl() == null) {
            return List.of(
                    Finding.warning("sync.pems.base-url is not set: a stand-in with made-up records takes the place"
                            + " of PEMS, and no edit reaches a real one. Set the URL before real users come"));
        }
        return PemsExamination.of(settings.get(), surroundings.clock());
    }
}
