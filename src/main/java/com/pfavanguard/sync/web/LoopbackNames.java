package com.pfavanguard.sync.web;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells by its name alone whether a host is this machine. Never asks DNS, which others may control and which may not be
 * up yet. Hosts are written as in a URL or a Host header: in lower case, without the port, IPv6 in brackets.
 */
public final class LoopbackNames {

    /** Names under which a server that listens on the loopback address can be reached. */
    public static final Set<String> ALL = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Pattern NETWORK = Pattern.compile("127(\\.\\d{1,3}){3}");

    private LoopbackNames() {}

    /** Whether the host is one of {@link #ALL} or another address of the loopback network 127.0.0.0/8. */
    public static boolean isLoopback(String host) {
        return ALL.contains(host) || NETWORK.matcher(host).matches();
    }
}
