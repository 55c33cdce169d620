package com.pfavanguard.sync.testing;

/**
 * The embedded broker's users while tests run: their passwords are set in {@code config/application.yaml}, so that
 * tests need not look for those that would be made up.
 */
public final class TestLogin {

    /** Sends, and reads nothing. */
    public static final String PRODUCER = "producer";

    /** What the application itself logs in as. */
    public static final String GATEWAY = "gateway";

    private TestLogin() {}

    public static String passwordOf(String user) {
        return user + "'s password";
    }
}
