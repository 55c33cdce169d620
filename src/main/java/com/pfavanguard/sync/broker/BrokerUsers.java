package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.Embedded;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Who may log in to the embedded broker: one user for the producers on this machine, and one for this application, for
 * other processes of it too. Passwords that no setting gives are made up at the first start and kept in the data
 * directory. The console's admin is none of them: he has no business at the ports.
 */
public final class BrokerUsers {

    /** Sends events and edits, and reads nothing. */
    public static final String PRODUCER = "producer";

    /** The application: reads the history, works on the queues, publishes what becomes of them. */
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
     * Reads the passwords that are kept, and makes up and keeps those that are missing.
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

    // What is wrong with a password is told without it.
    private void configure(String user, @Nullable String password, String setting) {
        if (password == null || password.isBlank()) {
            return;
        }
        if (password.chars().anyMatch(Character::isISOControl)) {
            throw new BrokerStartException(
                    setting + " has a line break or another control character in it, which STOMP cannot send.",
                    "Choose another password, or none: one is made up then.",
                    null);
        }
        passwords.put(user, password);
    }

    private void complete(Embedded settings) {
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
                OwnersDirectory.prepare(settings.dataDirectory());
                file.write(kept);
            }
        } catch (IOException e) {
            throw new BrokerStartException(
                    "The embedded broker's passwords in " + file + " cannot be read or written: " + e.getMessage(),
                    "Make the file readable and its directory writable for this user, delete it to be given new"
                            + " passwords, or choose them yourself with sync.broker.embedded.producer-password and"
                            + " sync.broker.embedded.gateway-password.",
                    e);
        }
    }

    private String make(String user) {
        String password = RandomPassword.make();
        if (user.equals(PRODUCER)) {
            unrevealed = password;
        }
        return password;
    }

    /** Whether anybody is asked for a password at all. */
    public boolean required() {
        return required;
    }

    /** Whether the producers' password is that of the settings, rather than the one in the {@link #file}. */
    public boolean producerConfigured() {
        return producerConfigured;
    }

    public UsersFile file() {
        return file;
    }

    /** The producers' password, if this start has made it up and nobody has asked for it yet. */
    public synchronized @Nullable String revealNewProducerPassword() {
        String revealed = unrevealed;
        unrevealed = null;
        return revealed;
    }

    /** What the application's own connections log in as; {@code null} if nobody is asked. */
    @Nullable String login() {
        return required ? GATEWAY : null;
    }

    @Nullable String passcode() {
        return required ? passwords.get(GATEWAY) : null;
    }

    /** As Artemis' login module wants it. */
    SecurityConfiguration security() {
        SecurityConfiguration security = new SecurityConfiguration();
        passwords.forEach(security::addUser);
        security.addRole(PRODUCER, BrokerRoles.PRODUCERS);
        security.addRole(GATEWAY, BrokerRoles.GATEWAYS);
        security.addRole(GATEWAY, BrokerRoles.WORKERS);
        return security;
    }
}
