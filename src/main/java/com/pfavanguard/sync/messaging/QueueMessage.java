package com.pfavanguard.sync.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message in a work queue, without JMS around it. Immutable.
 *
 * @param body text, JSON as a rule
 * @param properties string properties; {@link Selector}s look at them
 * @param priority 0 to 9, higher first
 * @param timeToLiveOrNull how long it is kept; {@code null} for ever
 * @param duplicateIdOrNull the broker refuses a second message with this id, and rolls back its transaction
 * @param sentAtOrNull when it was sent, to the millisecond; {@code null} if it has not been yet
 */
public record QueueMessage(
        String body,
        Map<String, String> properties,
        int priority,
        @Nullable Duration timeToLiveOrNull,
        @Nullable String duplicateIdOrNull,
        @Nullable Instant sentAtOrNull) {

    public static final int LOWEST_PRIORITY = 0;
    public static final int HIGHEST_PRIORITY = 9;

    private static final int DEFAULT_PRIORITY = 4;

    public QueueMessage {
        properties = Map.copyOf(properties);
    }

    public static QueueMessage of(String body, Map<String, String> properties) {
        return new QueueMessage(body, properties, DEFAULT_PRIORITY, null, null, null);
    }

    /** Sorts by the time of sending, newest first; within one millisecond the later in the list comes first. */
    public static List<QueueMessage> newestFirst(List<QueueMessage> messages) {
        List<QueueMessage> sorted = new ArrayList<>(messages);
        Collections.reverse(sorted);
        sorted.sort(Comparator.comparing(
                QueueMessage::sentAtOrNull, Comparator.nullsLast(Comparator.<Instant>reverseOrder())));
        return sorted;
    }

    public Optional<String> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    public QueueMessage withPriority(int priority) {
        return new QueueMessage(body, properties, priority, timeToLiveOrNull, duplicateIdOrNull, null);
    }

    public QueueMessage keptFor(Duration timeToLive) {
        return new QueueMessage(body, properties, priority, timeToLive, duplicateIdOrNull, null);
    }

    public QueueMessage onlyOnce(String duplicateId) {
        return new QueueMessage(body, properties, priority, timeToLiveOrNull, duplicateId, null);
    }

    /** Adds or replaces properties; an empty value removes one. */
    public QueueMessage with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.putAll(more);
        all.values().removeIf(String::isEmpty);
        return new QueueMessage(body, all, priority, timeToLiveOrNull, duplicateIdOrNull, null);
    }
}
