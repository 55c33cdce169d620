package com.pfavanguard.sync.broker;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Compares this machine's clock with the broker's, although no right of ours lets us ask for the time: schedules messages
 * on a temporary queue for several moments around now, and sees which of them the broker delivers at once. The queue and
 * its messages vanish with the session.
 */
final class BrokerClock {

    /** From this difference on, access tokens and times in logs suffer (decision 0030). */
    static final Duration WORTH_A_WARNING = Duration.ofSeconds(10);

    /** Moments around now, in seconds, ascending. */
    private static final List<Long> STEPS = List.of(
            -86_400L, -3_600L, -300L, -60L, -30L, -10L, -5L, -1L, 0L, 1L, 5L, 10L, 30L, 60L, 300L, 3_600L, 86_400L);

    private static final Duration PATIENCE = Duration.ofMillis(700);
    private static final SimpleString STEP = SimpleString.of("step");

    /** What is known of the difference: the broker's clock is ahead of ours by {@code from} to {@code to} seconds. */
    record Difference(long from, long to) {

        /** Returns a problem if the clocks differ for certain by more than is usual. */
        Optional<BrokerProblem> problem() {
            if (from >= WORTH_A_WARNING.toSeconds()) {
                return Optional.of(problem("behind", from));
            }
            return to <= -WORTH_A_WARNING.toSeconds() ? Optional.of(problem("ahead of", -to)) : Optional.empty();
        }

        private static BrokerProblem problem(String where, long seconds) {
            return BrokerProblem.deviation(
                    "This machine's clock is at least %d s %s the broker's. Synchronize both by NTP: access tokens are"
                            + " checked against this machine's clock, and times in logs are hard to compare",
                    seconds, where);
        }
    }

    private BrokerClock() {}

    /**
     * Takes a second at most.
     *
     * @param session for this alone; closed
     * @return empty if the user may not use a temporary queue
     */
    static Optional<Difference> compare(ClientSession session, Clock clock) throws ActiveMQException {
        try (session) {
            SimpleString queue = SimpleString.of(UUID.randomUUID().toString());
            session.createQueue(QueueConfiguration.of(queue)
                    .setRoutingType(RoutingType.ANYCAST)
                    .setDurable(false)
                    .setTemporary(true));
            session.start();
            try (ClientProducer producer = session.createProducer(queue);
                    ClientConsumer delivered = session.createConsumer(queue)) {
                long now = clock.millis();
                for (long step : STEPS) {
                    ClientMessage message = session.createMessage(false);
                    message.putLongProperty(STEP, step);
                    message.putLongProperty(Message.HDR_SCHEDULED_DELIVERY_TIME, now + step * 1_000);
                    producer.send(message);
                }
                return Optional.of(difference(delivered));
            }
        } catch (ActiveMQException e) {
            if (e.getType() == ActiveMQExceptionType.SECURITY_EXCEPTION) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Difference difference(ClientConsumer delivered) throws ActiveMQException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long latest = Long.MIN_VALUE;
        for (long left = PATIENCE.toMillis(); left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            ClientMessage message = delivered.receive(left);
            if (message != null) {
                latest = Math.max(latest, message.getLongProperty(STEP));
            }
        }
        long reached = latest;
        long next = STEPS.stream().filter(step -> step > reached).findFirst().orElse(Long.MAX_VALUE);
        return new Difference(latest, next);
    }
}
