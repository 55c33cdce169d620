package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Concludes from what the gateway's link reads how the broker is set up: its version from the greeting, its expiry from
 * messages that the link has just sent itself. No right of a gateway would let it read these settings. Not safe for
 * threads.
 */
final class LinkEvidence {

    // A broker that is paused while it takes a message stamps it early and counts its time from later.
    private static final Duration TOLERANCE = Duration.ofSeconds(5);
    private static final int ENOUGH = 2;

    private final History history;

    private Optional<BrokerProblem> version = Optional.empty();
    private @Nullable BrokerProblem expiry;
    private @Nullable BrokerProblem suspected;
    private int messages;

    LinkEvidence(History history) {
        this.history = history;
    }

    void connected(@Nullable String serverHeader) {
        version = BrokerVersion.judge(serverHeader);
        messages = 0;
        suspected = null;
    }

    void kept(long ingress, long expires) {
        BrokerProblem found = judge(ingress, expires);
        messages = Math.min(ENOUGH, messages + 1);
        // Two messages in a row have to agree.
        if (found == null || found.equals(suspected)) {
            expiry = found;
        }
        suspected = found;
    }

    private @Nullable BrokerProblem judge(long ingress, long expires) {
        if (ingress == 0) {
            return BrokerProblem.deviation(
                    "The broker does not tell when an event reached it. Set enable-ingress-timestamp to true in"
                            + " <address-setting match=\"%s\"> of broker.xml",
                    StompBroker.HISTORY_ADDRESS);
        }
        long expected = history.retention().toMillis();
        long kept = expires == 0 ? 0 : expires - ingress;
        if (expires != 0 && Math.abs(kept - expected) <= TOLERANCE.toMillis()) {
            return null;
        }
        String found = expires == 0 ? "for any time" : "for " + Math.round(kept / 1000.0) + " s";
        return BrokerProblem.deviation(
                "The broker keeps events %s, but sync.broker.history.retention is %d s. Set min-expiry-delay and"
                        + " max-expiry-delay to %d in <address-setting match=\"%s\"> of broker.xml, or"
                        + " sync.broker.history.retention to what the broker keeps",
                found, expected / 1000, expected, StompBroker.HISTORY_ADDRESS);
    }

    /** Whether enough was read to know. */
    boolean isComplete() {
        return messages >= ENOUGH;
    }

    List<BrokerProblem> problems() {
        List<BrokerProblem> problems = new ArrayList<>(version.stream().toList());
        if (expiry != null) {
            problems.add(expiry);
        }
        return problems;
    }
}
