package com.pfavanguard.sync.broker;

import java.security.SecureRandom;
import java.util.Base64;

/** A password nobody has to think of, and nobody can guess. */
public final class RandomPassword {

    // 18 bytes are 24 letters without padding.
    private static final int BYTES = 18;

    private RandomPassword() {}

    /** Letters, digits, {@code -} and {@code _}: nothing a shell, an address or a properties file takes amiss. */
    public static String make() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
