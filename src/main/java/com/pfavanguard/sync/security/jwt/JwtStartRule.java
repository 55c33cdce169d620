package com.pfavanguard.sync.security.jwt;

import com.nimbusds.jose.KeySourceException;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.security.SecurityProperties.Mode;
import com.pfavanguard.sync.security.SecuritySettingsException;
import com.pfavanguard.sync.start.Finding;
import com.pfavanguard.sync.start.StartRule;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;

/** Refuses a key for tokens that is missing, too short or not readable. Fetches published keys only when asked to examine. */
class JwtStartRule implements StartRule {

    @Override
    public void check(Environment environment) {
        SecurityProperties settings = settings(environment);
        if (settings.mode() == Mode.JWT) {
            TokenDecoders.of(
                    settings.jwt(), new DefaultResourceLoader(), TokenValidators.of(settings.jwt(), Clock.systemUTC()));
        }
    }

    private static SecurityProperties settings(Environment environment) {
        return Binder.get(environment).bindOrCreate("sync.security", SecurityProperties.class);
    }

    /** Fetches the keys as the first token would make the application do. Settings that a start refuses are not fetched. */
    @Override
    public List<Finding> examine(Environment environment) {
        SecurityProperties settings = settings(environment);
        if (settings.mode() != Mode.JWT || !TokenDecoders.fetchesKeys(settings.jwt())) {
            return List.of();
        }
        try {
            check(environment);
            int keys = TokenDecoders.issuer(settings.jwt()).fetch().size();
            return List.of(
                    keys == 0
                            ? Finding.problem(
                                    "The issuer of the tokens publishes no key, so no token can be checked. Check"
                                            + " sync.security.jwt.jwk-set-uri or .issuer, and the issuer")
                            : Finding.fine("The keys that check tokens can be fetched: %d", keys));
        } catch (KeySourceException e) {
            return List.of(Finding.problem(
                    "%s; no token can be checked. Check sync.security.jwt.jwk-set-uri or .issuer, and the way there",
                    explained(e)));
        } catch (SecuritySettingsException e) {
            return List.of(); // told by the check
        }
    }

    private static String explained(KeySourceException e) {
        return e.getCause() instanceof UnknownHostException
                ? e.getMessage() + " is not a known host name"
                : String.valueOf(e.getMessage());
    }
}
