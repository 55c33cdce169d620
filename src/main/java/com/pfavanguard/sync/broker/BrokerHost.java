package com.pfavanguard.sync.broker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of {@code sync.broker.external.addresses}: a broker by its name or IP address, and the ports of its two
 * acceptors.
 *
 * @param name host name, or an IP address without brackets
 */
public record BrokerHost(String name, int stompPort, int jmsPort) {

    // host, [IPv6], host:stomp-port, host:stomp-port:jms-port
    private static final Pattern ENTRY =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?))"
                    + "(?::(\\d{1,5})(?::(\\d{1,5}))?)?");

    private static final int LARGEST_PORT = 65_535;

    /**
     * Reads an entry.
     *
     * @param stompPort port of the STOMP acceptor if the entry does not name one
     * @param jmsPort likewise of the JMS acceptor
     * @throws IllegalArgumentException if the entry is malformed; the message says what is wrong with it
     */
    static BrokerHost parse(String entry, int stompPort, int jmsPort) {
        Matcher parts = ENTRY.matcher(entry);
        if (!parts.matches()) {
            throw new IllegalArgumentException(complaint(entry));
        }
        String name = parts.group(1) != null ? parts.group(1) : parts.group(2);
        return new BrokerHost(name, port(parts.group(3), stompPort), port(parts.group(4), jmsPort));
    }

    private static String complaint(String entry) {
        if (entry.contains("/") || entry.contains("?") || entry.contains("@")) {
            return "it is a URL, and must be a host with its ports only";
        }
        if (entry.indexOf(':') != entry.lastIndexOf(':') && !entry.startsWith("[")) {
            return "it has more than two ports, or is an IPv6 address without brackets";
        }
        return entry.isBlank() ? "it is empty" : "it is not a host name or an IP address with up to two port numbers";
    }

    private static int port(String digits, int otherwise) {
        if (digits == null) {
            return otherwise;
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("port " + digits + " is not between 1 and " + LARGEST_PORT);
        }
        return port;
    }

    /** Returns host and STOMP port, as a log line shows them. */
    public String stomp() {
        return shown() + ":" + stompPort;
    }

    /** Returns host and JMS port, as a log line shows them. */
    public String jms() {
        return shown() + ":" + jmsPort;
    }

    private String shown() {
        return name.contains(":") ? "[" + name + "]" : name;
    }

    @Override
    public String toString() {
        return stomp() + ":" + jmsPort;
    }
}
