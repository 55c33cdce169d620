package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.External;
import java.util.List;
import java.util.stream.Collectors;

/** Reads from the settings which brokers this process may connect to. */
final class BrokerHosts {

    private static final String ADDRESSES = "sync.broker.external.addresses";

    private static final String HOW_TO_WRITE = "Write each broker as host, host:stomp-port or host:stomp-port:jms-port,"
            + " such as broker-a,broker-b:61613:61616; an IPv6 address in brackets, such as [2001:db8::1].";

    private BrokerHosts() {}

    /** @throws BrokerStartException if the settings contradict each other or an entry is malformed */
    static List<BrokerHost> of(External external) {
        String former = external.stompHost();
        if (former == null) {
            return external.addresses().stream()
                    .map(entry -> parsed(entry.strip(), ADDRESSES, external))
                    .distinct()
                    .toList();
        }
        if (!external.addresses().equals(External.DEFAULT_ADDRESSES)) {
            throw new BrokerStartException(
                    "sync.broker.external.stomp-host and " + ADDRESSES + " are both set.",
                    "Remove sync.broker.external.stomp-host; the list names the brokers for STOMP and for JMS.",
                    null);
        }
        // Until now JMS went to 127.0.0.1 then. Taking the STOMP host instead would change what the setting means.
        if (external.jmsUrl() == null) {
            throw new BrokerStartException(
                    "sync.broker.external.stomp-host is set, but not where JMS connects to.",
                    "Set " + ADDRESSES + "=" + former + " instead of it, which is for STOMP and for JMS.",
                    null);
        }
        return List.of(parsed(former, "sync.broker.external.stomp-host", external));
    }

    private static BrokerHost parsed(String entry, String setting, External external) {
        try {
            return BrokerHost.parse(entry, external.stompPort(), external.jmsPort());
        } catch (IllegalArgumentException e) {
            throw new BrokerStartException(
                    setting + " contains an entry that is not a broker's address: \"" + shown(entry) + "\" ("
                            + e.getMessage() + ").",
                    HOW_TO_WRITE,
                    null);
        }
    }

    // Someone may have pasted a URL with a password.
    private static String shown(String entry) {
        return entry.contains("/") ? BrokerUrl.shown(entry) : entry.contains("@") ? "…" : entry;
    }

    /** Returns the entries without what may be a password. */
    static String shown(List<String> entries) {
        return entries.stream().map(BrokerHosts::shown).collect(Collectors.joining(","));
    }

    /** Returns the STOMP acceptors as a log line names them. */
    static String stomp(List<BrokerHost> hosts) {
        return hosts.stream().map(BrokerHost::stomp).collect(Collectors.joining(", "));
    }

    /** Returns the JMS acceptors likewise. */
    static String jms(List<BrokerHost> hosts) {
        return hosts.stream().map(BrokerHost::jms).collect(Collectors.joining(", "));
    }
}
