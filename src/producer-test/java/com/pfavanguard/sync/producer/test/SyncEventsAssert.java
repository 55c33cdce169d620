package com.pfavanguard.sync.producer.test;

import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on published events. Those that expect an event wait for it, 5 seconds unless {@link #within} says
 * otherwise; what is published on the test's own thread is found at once.
 */
public final class SyncEventsAssert extends AbstractAssert<SyncEventsAssert, SyncEvents> {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Duration patience = PATIENCE;

    SyncEventsAssert(SyncEvents events) {
        super(events, SyncEventsAssert.class);
    }

    /** How long the assertions that follow wait for an event. */
    public SyncEventsAssert within(Duration patience) {
        this.patience = patience;
        return this;
    }

    /** Verifies that events of these types were published in this order; there may be others before, between and after. */
    public SyncEventsAssert published(SyncEventType... types) {
        List<SyncEventType> expected = List.of(types);
        List<SyncEvent> found = actual.until(events -> holdsInOrder(events, expected), patience);
        if (!holdsInOrder(found, expected)) {
            failWithMessage("%s: expected %s in this order, but published were %s", actual, expected, shown(found));
        }
        return this;
    }

    /** Verifies that events of these types were published in this order, and no others. */
    public SyncEventsAssert publishedOnly(SyncEventType... types) {
        List<SyncEventType> expected = List.of(types);
        List<SyncEvent> found = actual.until(events -> events.size() >= expected.size(), patience);
        if (!types(found).equals(expected)) {
            failWithMessage("%s: expected %s and no others, but published were %s", actual, expected, shown(found));
        }
        return this;
    }

    /** Verifies that this very event was published. */
    public SyncEventsAssert published(SyncEvent event) {
        List<SyncEvent> found = actual.until(events -> events.contains(event), patience);
        if (!found.contains(event)) {
            failWithMessage("%s: expected %s, but published were %s", actual, event, shown(found));
        }
        return this;
    }

    /**
     * Verifies that an event of this type was published that fulfils the requirements.
     *
     * @param type such as {@code SyncSuccess.class}
     * @param requirements assertions, such as {@code event -> assertThat(event.newVersion()).isEqualTo(8)}
     */
    public <E extends SyncEvent> SyncEventsAssert published(Class<E> type, Consumer<? super E> requirements) {
        List<SyncEvent> found = actual.until(
                events -> events.stream().anyMatch(event -> failure(event, type, requirements) == null), patience);
        List<String> failures = new ArrayList<>();
        for (SyncEvent event : found) {
            AssertionError failure = failure(event, type, requirements);
            if (failure == null) {
                return this;
            }
            failures.add(event + ": " + failure.getMessage());
        }
        failWithMessage(
                "%s: no %s fulfils the requirements:%n%s",
                actual, type.getSimpleName(), failures.isEmpty() ? "none was published" : String.join("\n", failures));
        return this;
    }

    private static <E extends SyncEvent> @Nullable AssertionError failure(
            SyncEvent event, Class<E> type, Consumer<? super E> requirements) {
        if (!type.isInstance(event)) {
            return new AssertionError("not a " + type.getSimpleName());
        }
        try {
            requirements.accept(type.cast(event));
            return null;
        } catch (AssertionError e) {
            return e;
        }
    }

    /** Verifies that nothing was published so far. Does not wait. */
    public SyncEventsAssert publishedNothing() {
        List<SyncEvent> found = actual.soFar();
        if (!found.isEmpty()) {
            failWithMessage("%s: expected none, but published were %s", actual, shown(found));
        }
        return this;
    }

    private static boolean holdsInOrder(List<SyncEvent> events, List<SyncEventType> expected) {
        int matched = 0;
        for (SyncEvent event : events) {
            if (matched < expected.size() && event.type() == expected.get(matched)) {
                matched++;
            }
        }
        return matched == expected.size();
    }

    private static List<SyncEventType> types(List<SyncEvent> events) {
        return events.stream().map(SyncEvent::type).toList();
    }

    private static String shown(List<SyncEvent> events) {
        return events.isEmpty()
                ? "none"
                : events.stream().map(event -> "\n  " + event).collect(Collectors.joining());
    }
}
