package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.External;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Takes the login for the external broker from the settings, or from files that are read again for each new connection:
 * a password can be changed without a restart. Safe for any thread.
 */
final class ExternalLogin implements BrokerLogin {

    private static final String PREFIX = "sync.broker.external.";

    // More is not a password, and a wrong file may be large.
    private static final int LARGEST_FILE = 4_096;

    private final External external;

    /** @throws BrokerStartException if a setting is given twice, or its file cannot be used */
    ExternalLogin(External external) {
        this.external = external;
        refuseBoth("login", external.login(), external.loginFile());
        refuseBoth("passcode", external.passcode(), external.passcodeFile());
        try {
            credentials();
        } catch (IOException e) {
            throw new BrokerStartException(
                    e.getMessage() + ".",
                    "Correct the setting, or write the value into the file; the user of this process must be able to"
                            + " read it.",
                    e);
        }
    }

    private static void refuseBoth(String name, @Nullable String value, @Nullable Path file) {
        if (value != null && !value.isEmpty() && file != null) {
            throw new BrokerStartException(
                    PREFIX + name + " and " + PREFIX + name + "-file are both set.", "Remove one of them.", null);
        }
    }

    @Override
    public Credentials credentials() throws IOException {
        return new Credentials(
                value("login", external.login(), external.loginFile()),
                value("passcode", external.passcode(), external.passcodeFile()));
    }

    private static @Nullable String value(String name, @Nullable String value, @Nullable Path file) throws IOException {
        return file == null ? value : read(PREFIX + name + "-file", file);
    }

    private static String read(String setting, Path file) throws IOException {
        byte[] bytes;
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IOException("it has more than " + LARGEST_FILE + " bytes");
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException("The file of " + setting + " cannot be read: " + e, e);
        }
        String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("(\r?\n)+$", "");
        if (text.isEmpty()) {
            throw new IOException("The file of " + setting + " is empty: " + file);
        }
        return text;
    }
}
