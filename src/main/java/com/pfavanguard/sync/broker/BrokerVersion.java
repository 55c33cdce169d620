package com.pfavanguard.sync.broker;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a broker is new enough. STOMP names the broker's version, if the acceptor does not hide it; the core
 * protocol has a number that has not changed since Artemis 2.37.
 */
final class BrokerVersion {

    // broker-config/single/broker.xml is written for it, and no older one was tried.
    private static final int OLDEST_MINOR = 50;
    private static final int MAJOR = 2;

    private static final Pattern ARTEMIS = Pattern.compile("Artemis/(\\d{1,4})\\.(\\d{1,4})");

    private BrokerVersion() {}

    /** @param serverHeader header {@code server} of a STOMP CONNECTED frame; {@code null} if it has none */
    static Optional<BrokerProblem> judge(@Nullable String serverHeader) {
        if (serverHeader == null) {
            return Optional.empty();
        }
        Matcher version = ARTEMIS.matcher(serverHeader);
        if (!version.find()) {
            return Optional.of(BrokerProblem.stop(
                    "The STOMP acceptor belongs to \"%s\", which is not Artemis. Check the address in sync.broker.external",
                    serverHeader));
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        return major > MAJOR || major == MAJOR && minor >= OLDEST_MINOR
                ? Optional.empty()
                : Optional.of(tooOld("Artemis " + major + "." + minor));
    }

    /** @param protocolVersion number of the core protocol's version that the broker speaks */
    static Optional<BrokerProblem> judge(int protocolVersion) {
        return protocolVersion >= PacketImpl.ARTEMIS_2_37_0_VERSION
                ? Optional.empty()
                : Optional.of(tooOld("older than Artemis 2.37"));
    }

    static BrokerProblem tooOld(String found) {
        return BrokerProblem.stop(
                "The broker is too old: it is %s, and this application needs Artemis %d.%d or newer. Upgrade the broker",
                found, MAJOR, OLDEST_MINOR);
    }
}
