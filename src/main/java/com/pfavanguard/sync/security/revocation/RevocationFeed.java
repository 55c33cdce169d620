package com.pfavanguard.sync.security.revocation;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.messaging.ControlLog;
import com.pfavanguard.sync.security.Revocation;
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

/**
 * Sends a revocation through the broker to every process, and keeps the register of this process up to date with what
 * the broker has.
 */
final class RevocationFeed implements SmartLifecycle {

    // Starts after the embedded broker and before the web server accepts requests.
    private static final int PHASE = Integer.MIN_VALUE + 4000;

    private static final Logger log = LoggerFactory.getLogger(RevocationFeed.class);

    private final ControlLog controlLog;
    private final RevocationRegister register;
    private final Duration retention;

    // This process also reads what it publishes, at times before publish() has added it to the register. Only publish()
    // may see which revocations were dropped for it, as it removes them from the broker.
    private final Object publishing = new Object();

    RevocationFeed(ControlLog controlLog, RevocationRegister register, Duration retention) {
        this.controlLog = controlLog;
        this.register = register;
        this.retention = retention;
    }

    /**
     * Publishes a revocation; this process applies it at once. Removes from the broker the revocations that were dropped
     * for it, so that the limit for each organization holds there too.
     *
     * @throws JmsException if the broker cannot be reached; then no process applies it
     */
    void publish(Revocation revocation) {
        List<Revocation> dropped;
        synchronized (publishing) {
            append(revocation);
            dropped = register.add(revocation);
        }
        if (!dropped.isEmpty() && revocation.userId() != null && revocation.organizationId() != null) {
            append(new Revocation(
                    null, revocation.organizationId(), dropped.get(0).at()));
        }
        dropped.forEach(each -> controlLog.remove(key(each)));
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

    // Unambiguous, since an organization id contains no slash.
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
                register.add(revocation);
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
            log.warn("Cannot read revocations yet, the broker is unreachable or refuses: {}", e.getMessage());
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
