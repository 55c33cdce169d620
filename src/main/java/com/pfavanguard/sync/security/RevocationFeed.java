package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.messaging.ControlLog;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jms.JmsException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Carries revocations from the process an administrator asked to all others, by way of the broker. */
public final class RevocationFeed implements SmartLifecycle {

    // After the embedded broker, before the web server opens.
    private static final int PHASE = Integer.MIN_VALUE + 4000;

    private static final Logger log = LoggerFactory.getLogger(RevocationFeed.class);

    private final ControlLog controlLog;
    private final Revocations revocations;
    private final Duration retention;

    // What this process publishes it also hears, at times sooner than it has taken note of it; but only whoever
    // publishes
    // tidies up after it.
    private final Object publishing = new Object();

    RevocationFeed(ControlLog controlLog, Revocations revocations, Duration retention) {
        this.controlLog = controlLog;
        this.revocations = revocations;
        this.retention = retention;
    }

    /**
     * Makes it known everywhere, here at once. What it makes superfluous is taken out of the broker: there, too, an
     * organization has room for so many and no more, and never takes that of another.
     *
     * @throws JmsException if the broker cannot be reached; then nobody knows
     */
    public void publish(Revocation revocation) {
        List<Revocation> givenWay;
        synchronized (publishing) {
            append(revocation);
            givenWay = revocations.add(revocation);
        }
        if (!givenWay.isEmpty() && revocation.userId() != null && revocation.organizationId() != null) {
            append(new Revocation(
                    null, revocation.organizationId(), givenWay.get(0).at()));
        }
        givenWay.forEach(each -> controlLog.remove(key(each)));
    }

    private void append(Revocation revocation) {
        JsonMapper json = JsonMapper.shared();
        ObjectNode entry = json.createObjectNode()
                .put("type", "REVOCATION")
                .put("at", revocation.at().toString());
        if (revocation.userId() != null) {
            entry.put("userId", revocation.userId());
        }
        if (revocation.organizationId() != null) {
            entry.put("organizationId", revocation.organizationId().value());
        }
        controlLog.append(key(revocation), entry.toString(), retention);
    }

    // An organization id has no slash.
    private static String key(Revocation revocation) {
        return (revocation.organizationId() == null
                        ? ""
                        : revocation.organizationId().value())
                + "/"
                + (revocation.userId() == null ? "" : revocation.userId());
    }

    private void read(String entry) {
        try {
            JsonNode node = JsonMapper.shared().readTree(entry);
            if (!node.path("type").asString("").equals("REVOCATION")) {
                return;
            }
            String userId = node.path("userId").asString("");
            String organizationId = node.path("organizationId").asString("");
            Revocation revocation = new Revocation(
                    userId.isEmpty() ? null : userId,
                    organizationId.isEmpty() ? null : new OrganizationId(organizationId),
                    Instant.parse(node.path("at").asString("")));
            synchronized (publishing) {
                revocations.add(revocation);
            }
        } catch (JacksonException | DateTimeException e) {
            throw new IllegalArgumentException("Not a revocation", e);
        }
    }

    @Override
    public void start() {
        try {
            controlLog.read(this::read);
        } catch (JmsException e) {
            log.warn("Revocations cannot be read yet, the broker is away or refuses it: {}", e.getMessage());
        }
        controlLog.follow(this::read);
    }

    @Override
    public void stop() {
        controlLog.stop();
    }

    @Override
    public boolean isRunning() {
        return controlLog.isRunning();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
