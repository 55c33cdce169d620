package com.pfavanguard.sync.broker.console;

import static java.util.Objects.requireNonNull;

import com.pfavanguard.sync.broker.BrokerConsole;
import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Checks the admin's password. Used instead of Artemis' {@code InVMLoginModule}, which needs passwords in plain text.
 * JAAS creates one for each login, hence public.
 */
public class ConsoleLoginModule implements LoginModule {

    static final String PASSWORD = "password";

    // Artemis' principal classes, by which the console shows the user.
    private static final Set<Principal> ADMIN =
            Set.of(new UserPrincipal(BrokerConsole.USER), new RolePrincipal(BrokerConsole.ROLE));

    private @Nullable Subject subject;
    private @Nullable CallbackHandler callbacks;
    private @Nullable ConsolePassword expected;

    @Override
    public void initialize(
            Subject subject, CallbackHandler callbacks, Map<String, ?> sharedState, Map<String, ?> options) {
        this.subject = subject;
        this.callbacks = callbacks;
        this.expected = (ConsolePassword) options.get(PASSWORD);
    }

    @Override
    public boolean login() throws LoginException {
        NameCallback user = new NameCallback("User");
        PasswordCallback password = new PasswordCallback("Password", false);
        try {
            requireNonNull(callbacks).handle(new Callback[] {user, password});
        } catch (IOException | UnsupportedCallbackException e) {
            throw new LoginException("No user and password given: " + e.getMessage());
        }
        char[] given = password.getPassword();
        // Both are always compared, so that the time taken does not tell which one was wrong.
        boolean rightPassword = given != null && requireNonNull(expected).matches(given);
        if (!rightPassword || !BrokerConsole.USER.equals(user.getName())) {
            throw new FailedLoginException("wrong user or password for the broker console");
        }
        return true;
    }

    @Override
    public boolean commit() {
        return requireNonNull(subject).getPrincipals().addAll(ADMIN);
    }

    @Override
    public boolean abort() {
        return logout();
    }

    @Override
    public boolean logout() {
        requireNonNull(subject).getPrincipals().removeAll(ADMIN);
        return true;
    }
}
