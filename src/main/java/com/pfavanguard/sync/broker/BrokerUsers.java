package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.Embedded;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Users of the embedded broker: one for the producers on this machine, and one for this application, which its other
 * processes use too. Passwords that no setting gives are generated at the first start and kept in the data directory.
 * The console's admin is not among them: the admin needs no access to the ports.
 */
public final class BrokerUsers {

    /** Producers: may send events and edits, may read nothing. */
    public static final String PRODUCER = "producer";

    /** This application: reads the history, consumes the queues, publishes the results. */
    static final String GATEWAY = "gateway";

    private final boolean required;
    private final Map<String, String> passwords = new TreeMap<>();
    private final UsersFile file;
    private final boolean producerConfigured;
    private @Nullable String unrevealed;

    private BrokerUsers(Embedded settings) {
        required = settings.requireLogin();
        file = UsersFile.in(settings.dataDirectory());
        configure(PRODUCER, settings.producerPassword(), "sync.broker.embedded.producer-password");
        configure(GATEWAY, settings.gatewayPassword(), "sync.broker.embedded.gateway-password");
        producerConfigured = passwords.containsKey(PRODUCER);
    }

    /**
     * Reads the stored passwords; generates and stores missing ones.
     *
     * @throws BrokerStartException if the file cannot be read or written
     */
    static BrokerUsers of(Embedded settings) {
        BrokerUsers users = new BrokerUsers(settings);
        if (users.required && users.passwords.size() < 2) {
            users.complete(settings);
        }
        return users;
    }

    /**
     * Returns the passwords that a start would use, without those that it would generate. Writes nothing.
     *
     * @throws BrokerStartException if a password or the file cannot be used
     */
    static Map<String, String> known(Embedded settings) {
        BrokerUsers users = new BrokerUsers(settings);
        try {
            Map<String, String> known = users.file.passwords();
            known.putAll(users.passwords);
            return known;
        } catch (IOException e) {
            throw users.unusable(e);
        }
    }

    // The error does not quote the password.
    private void configure(String user, @Nullable String password, String setting) {
        if (password == null || password.isBlank()) {
            return;
        }
        if (password.chars().anyMatch(Character::isISOControl)) {
            throw new BrokerStartException(
                    setting + " contains a line break or another control character, which STOMP cannot send.",
                    "Choose another password, or remove the setting: a password is generated then.",
                    null);
        }
        passwords.put(user, password);
    }

    private void complete(Embedded settings) {
        // First, so that a disk that cannot be written is named as such, and not as a matter of passwords.
        OwnersDirectory.prepare(settings.dataDirectory());
        try {
            file.protect();
            Map<String, String> kept = file.passwords();
            int before = kept.size();
            for (String user : new String[] {PRODUCER, GATEWAY}) {
                if (!passwords.containsKey(user)) {
                    passwords.put(user, kept.computeIfAbsent(user, this::make));
                }
            }
            if (kept.size() > before) {
                file.write(kept);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private BrokerStartException unusable(IOException e) {
        return new BrokerStartException(
                "The embedded broker's passwords in " + file + " cannot be read or written: " + e.getMessage(),
                "Make the file readable and its directory writable for this user, delete it to generate new"
                        + " passwords, or choose them yourself with sync.broker.embedded.producer-password and"
                        + " sync.broker.embedded.gateway-password.",
                e);
    }

    private String make(String user) {
        String password = RandomPassword.make();
        if (user.equals(PRODUCER)) {
            unrevealed = password;
        }
        return password;
    }

    /** Returns whether logging in is required. */
    public boolean required() {
        return required;
    }

    /** Returns whether the producers' password comes from the settings instead of the {@link #file}. */
    public boolean producerConfigured() {
        return producerConfigured;
    }

    public UsersFile file() {
        return file;
    }

    /** Returns the producers' password if this start generated it and it has not been returned yet. */
    public synchronized @Nullable String revealNewProducerPassword() {
        String revealed = unrevealed;
        unrevealed = null;
        return revealed;
    }

    /**
     * Returns the user as which the application's own connections log in; {@code null} if logging in is not required.
     */
    @Nullable String login() {
        return required ? GATEWAY : null;
    }

    @Nullable String passcode() {
        return required ? passwords.get(GATEWAY) : null;
    }

    /** Returns the users in the form that Artemis' login module reads. */
    SecurityConfiguration security() {
        SecurityConfiguration security = new SecurityConfiguration();
        passwords.forEach(security::addUser);
        security.addRole(PRODUCER, BrokerRoles.PRODUCERS);
        security.addRole(GATEWAY, BrokerRoles.GATEWAYS);
        security.addRole(GATEWAY, BrokerRoles.APIS);
        security.addRole(GATEWAY, BrokerRoles.WORKERS);
        return security;
    }
}
