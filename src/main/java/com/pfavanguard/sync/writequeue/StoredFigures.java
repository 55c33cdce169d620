package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.vital.BoundedLog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores the figures in a last-value queue of the broker, one message per organization and process. A process only
 * replaces its own message, by everything it has counted; readers add up all messages (decision 0014).
 */
class StoredFigures {

    private static final Logger log = LoggerFactory.getLogger(StoredFigures.class);

    private final BoundedLog lines = new BoundedLog();

    private static final String ORGANIZATION_ID = "organizationId";

    // How long the time of an organization's last end is known; the counts cover one day.
    private static final Duration RETENTION = Duration.ofDays(7);

    private final DurableQueue queue;
    private final JmsTransactions transactions;
    private final JsonMapper json;
    private final String process = UUID.randomUUID().toString();

    StoredFigures(WorkQueues queues, JsonMapper json) {
        this.queue = queues.queue(SyncQueues.FIGURES);
        this.transactions = queues.transactions();
        this.json = json;
    }

    /** Replaces the figures this process has stored for these organizations, all in one transaction. Idempotent. */
    void keep(Map<OrganizationId, DailyFigures> latest) {
        transactions.run(
                () -> latest.forEach((organizationId, figures) -> queue.send(message(organizationId, figures))));
    }

    private QueueMessage message(OrganizationId organizationId, DailyFigures figures) {
        return QueueMessage.of(
                        json.writeValueAsString(figures),
                        Map.of(ORGANIZATION_ID, organizationId.value(), SyncQueues.FIGURES_KEY, key(organizationId)))
                .keptFor(RETENTION);
    }

    private String key(OrganizationId organizationId) {
        return organizationId + "/" + process;
    }

    /** The stored figures of all processes, including those that have ended. */
    DailyFigures ofAll(OrganizationId organizationId) {
        return sum(byKey(organizationId));
    }

    /** The stored figures of all other processes. */
    DailyFigures ofOthers(OrganizationId organizationId) {
        Map<String, DailyFigures> byKey = byKey(organizationId);
        byKey.remove(key(organizationId));
        return sum(byKey);
    }

    private static DailyFigures sum(Map<String, DailyFigures> byKey) {
        return byKey.values().stream().reduce(DailyFigures.NONE, DailyFigures::plus);
    }

    // For a moment the broker may show a message beside its replacement; the later one comes last.
    private Map<String, DailyFigures> byKey(OrganizationId organizationId) {
        Map<String, DailyFigures> byKey = new LinkedHashMap<>();
        for (QueueMessage message : queue.browse(Selector.where(ORGANIZATION_ID, organizationId))) {
            String key = message.property(SyncQueues.FIGURES_KEY).orElse("");
            figures(message).ifPresent(figures -> byKey.put(key, figures));
        }
        return byKey;
    }

    private Optional<DailyFigures> figures(QueueMessage message) {
        try {
            return Optional.of(json.readValue(message.body(), DailyFigures.class));
        } catch (JacksonException e) {
            // Put there by hand; not worth failing the whole answer.
            lines.tell(log, Level.WARN, "no figures", "A message in {} holds no figures and is ignored", queue.name());
            return Optional.empty();
        }
    }
}
