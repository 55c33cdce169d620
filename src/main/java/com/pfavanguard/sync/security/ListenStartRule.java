package com.pfavanguard.sync.security;

import com.pfavanguard.sync.security.SecurityProperties.Mode;
import com.pfavanguard.sync.start.StartRule;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Refuses open mode on an address that other machines can reach. */
class ListenStartRule implements StartRule {

    @Override
    public void check(Environment environment) {
        if (Binder.get(environment)
                        .bindOrCreate("sync.security", SecurityProperties.class)
                        .mode()
                == Mode.OPEN) {
            ListenAddress.requireLoopback(environment);
        }
    }
}
