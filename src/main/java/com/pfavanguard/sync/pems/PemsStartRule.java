package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.start.StartRule;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Refuses a worker that has neither a PEMS nor a stand-in that may take its place. */
class PemsStartRule implements StartRule {

    @Override
    public void check(Environment environment) {
        if (Role.of(environment).contains(Role.WORKER)) {
            PemsProperties settings = Binder.get(environment).bindOrCreate("sync.pems", PemsProperties.class);
            if (settings.baseUrl() == null) {
                PemsConfiguration.requireStandInAllowed(settings.standIn(), environment);
            }
        }
    }
}
