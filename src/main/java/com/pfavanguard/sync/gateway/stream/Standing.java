package com.pfavanguard.sync.gateway.stream;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a session stands in its organization's stream: what it hears, and what waits for it. For administrators. Costs
 * the same however much waits: events that a filter leaves out count too until the session has passed them over.
 *
 * @param subscriptions number of subscriptions
 * @param filters what they ask for together; {@code null} if one hears everything, or there is none
 * @param events events that wait for the subscription that is furthest behind
 * @param bytes bytes of JSON of those
 * @param milliseconds how long the oldest of those has waited
 */
public record Standing(int subscriptions, @Nullable Filters filters, long events, long bytes, long milliseconds) {

    /**
     * Lists what the subscriptions of a session ask for.
     *
     * @param types names of the types; all of them if empty
     * @param pfaIds the records; all of them if empty
     */
    public record Filters(List<String> types, List<String> pfaIds) {

        static @Nullable Filters of(Collection<EventFilter> all) {
            Set<String> types = new TreeSet<>();
            Set<String> pfaIds = new TreeSet<>();
            boolean everyType = all.isEmpty();
            boolean everyRecord = all.isEmpty();
            for (EventFilter filter : all) {
                everyType |= filter.hasEveryType();
                everyRecord |= filter.pfaIds().isEmpty();
                types.addAll(filter.types());
                pfaIds.addAll(filter.pfaIds());
            }
            return everyType && everyRecord
                    ? null
                    : new Filters(
                            everyType ? List.of() : List.copyOf(types), everyRecord ? List.of() : List.copyOf(pfaIds));
        }
    }
}
