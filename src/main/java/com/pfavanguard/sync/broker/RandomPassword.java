package com.pfavanguard.sync.broker;

import java.security.SecureRandom;
import java.util.Base64;

/** Generates passwords that cannot be guessed. */
public final class RandomPassword {

    // 18 bytes are 24 characters of base64 without padding.
    private static final int BYTES = 18;

    private RandomPassword() {}

    /**
     * Returns letters, digits, {@code -} and {@code _}, which need no escapes in a shell, a URL or a properties file.
     */
    public static String make() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
