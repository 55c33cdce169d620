package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEventType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says which events a subscription wants: those of some types, of some records, or both. Filters events only; greetings
 * and notices always come. Not a permission: every client may hear all events of its organization. Immutable, and
 * equal to every filter of the same lists, so that sessions with equal filters share encoded batches.
 */
public final class EventFilter {

    /** Most records in one list, and in all subscriptions of one session together, since a session keeps them. */
    public static final int MOST_PFA_IDS = 100;

    /** Lets every event pass. */
    public static final EventFilter ALL = new EventFilter(EnumSet.allOf(SyncEventType.class), Set.of());

    private static final String TYPES = "types";
    private static final String PFA_IDS = "pfa-ids";

    // One bit for each type, and no further object.
    private final int types;
    private final Set<String> pfaIds;
    private final int hash;

    private EventFilter(Set<SyncEventType> types, Set<String> pfaIds) {
        this.types = types.stream().mapToInt(EventFilter::bit).reduce(0, (a, b) -> a | b);
        this.pfaIds = Set.copyOf(pfaIds);
        this.hash = 31 * this.types + this.pfaIds.hashCode();
    }

    private static int bit(SyncEventType type) {
        return 1 << type.ordinal();
    }

    /**
     * Reads the lists that a client sends, values separated by commas.
     *
     * @param types {@code null} for all types
     * @param pfaIds {@code null} for all records
     * @throws InvalidFilterException if a list is empty, too long or contains an unknown value; the text is for the
     *     client
     */
    public static EventFilter parse(@Nullable String types, @Nullable String pfaIds) throws InvalidFilterException {
        if (types == null && pfaIds == null) {
            return ALL;
        }
        Set<SyncEventType> wanted =
                types == null ? EnumSet.allOf(SyncEventType.class) : values(TYPES, types, EventFilter::type);
        Set<String> records = pfaIds == null ? Set.of() : values(PFA_IDS, pfaIds, EventFilter::pfaId);
        if (records.size() > MOST_PFA_IDS) {
            throw new InvalidFilterException("pfa-ids may list at most " + MOST_PFA_IDS + " records");
        }
        EventFilter filter = new EventFilter(wanted, records);
        return filter.equals(ALL) ? ALL : filter;
    }

    private static <T> Set<T> values(String name, String list, Function<String, Optional<T>> value)
            throws InvalidFilterException {
        Set<T> values = new LinkedHashSet<>();
        for (String text : list.split(",", -1)) {
            values.add(value.apply(text.strip()).orElseThrow(() -> new InvalidFilterException(wanted(name))));
        }
        return values;
    }

    private static String wanted(String name) {
        String values = name.equals(TYPES)
                ? "one or more of " + List.of(SyncEventType.values())
                : "one or more ids that match " + PfaId.SYNTAX;
        return name + " must be " + values + ", separated by commas; leave it out to hear all";
    }

    private static Optional<SyncEventType> type(String name) {
        return Arrays.stream(SyncEventType.values())
                .filter(type -> type.name().equals(name))
                .findAny();
    }

    private static Optional<String> pfaId(String value) {
        return Optional.of(value).filter(PfaId::isValid);
    }

    /** Whether an event of that type about that record is wanted. */
    public boolean matches(SyncEventType type, String pfaId) {
        return this == ALL || (types & bit(type)) != 0 && (pfaIds.isEmpty() || pfaIds.contains(pfaId));
    }

    /** Whether a record's state is wanted. A type that only later versions know is not among those that a client names. */
    boolean matches(String type, String pfaId) {
        return this == ALL || type(type).map(known -> matches(known, pfaId)).orElse(false);
    }

    boolean matches(StreamEvent event) {
        return matches(event.type(), event.pfaId());
    }

    boolean hasEveryType() {
        return types == ALL.types;
    }

    /** Names of the types that pass. */
    List<String> types() {
        return Arrays.stream(SyncEventType.values())
                .filter(type -> (types & bit(type)) != 0)
                .map(SyncEventType::name)
                .toList();
    }

    /** The records that it lists; empty if every record passes. */
    Set<String> pfaIds() {
        return pfaIds;
    }

    /** How many records it lists. */
    int pfaIdCount() {
        return pfaIds.size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof EventFilter that
                        && hash == that.hash
                        && types == that.types
                        && pfaIds.equals(that.pfaIds);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
