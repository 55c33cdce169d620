package com.pfavanguard.sync.messaging;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message in a work queue, without JMS around it. Immutable.
 *
 * @param body text, JSON as a rule
 * @param properties string properties; {@link Selector}s look at them
 * @param groupOrNull messages of one group are handed out one after another, never two at a time
 * @param priority 0 to 9, higher first
 * @param timeToLiveOrNull how long it is kept; {@code null} for ever
 * @param duplicateIdOrNull the broker refuses a second message with this id, and with it the transaction it is in
 */
public record QueueMessage(
        String body,
        Map<String, String> properties,
        @Nullable String groupOrNull,
        int priority,
        @Nullable Duration timeToLiveOrNull,
        @Nullable String duplicateIdOrNull) {

    public static final int LOWEST_PRIORITY = 0;
    public static final int HIGHEST_PRIORITY = 9;

    public QueueMessage {
        properties = Map.copyOf(properties);
    }

    public static QueueMessage of(String body, Map<String, String> properties) {
        return new QueueMessage(body, properties, null, 4, null, null);
    }

    public Optional<String> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    public QueueMessage inGroup(String group) {
        return new QueueMessage(body, properties, group, priority, timeToLiveOrNull, duplicateIdOrNull);
    }

    public QueueMessage withPriority(int priority) {
        return new QueueMessage(body, properties, groupOrNull, priority, timeToLiveOrNull, duplicateIdOrNull);
    }

    public QueueMessage keptFor(Duration timeToLive) {
        return new QueueMessage(body, properties, groupOrNull, priority, timeToLive, duplicateIdOrNull);
    }

    public QueueMessage onlyOnce(String duplicateId) {
        return new QueueMessage(body, properties, groupOrNull, priority, timeToLiveOrNull, duplicateId);
    }

    /** With these properties set besides or over those it has; an empty value removes one. */
    public QueueMessage with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.putAll(more);
        all.values().removeIf(String::isEmpty);
        return new QueueMessage(body, all, groupOrNull, priority, timeToLiveOrNull, duplicateIdOrNull);
    }
}
