package com.pfavanguard.sync.security.jwt;

import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.security.SecurityProperties.Mode;
import com.pfavanguard.sync.start.StartRule;
import java.time.Clock;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;

/** Refuses a key for tokens that is missing, too short or not readable. Fetches no keys. */
class JwtStartRule implements StartRule {

    @Override
    public void check(Environment environment) {
        SecurityProperties settings = Binder.get(environment).bindOrCreate("sync.security", SecurityProperties.class);
        if (settings.mode() == Mode.JWT) {
            TokenDecoders.of(
                    settings.jwt(), new DefaultResourceLoader(), TokenValidators.of(settings.jwt(), Clock.systemUTC()));
        }
    }
}
