package com.pfavanguard.sync.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The identity of one event: clients drop duplicates and resume by it (decision 0007). Publishers set a random UUID; an
 * event without one is named after its broker message, so that every gateway gives it the same name.
 *
 * @param value 1 to 100 characters out of {@code A-Z a-z 0-9 . _ : -}
 */
public record EventId(String value) {

    /** The alphabet and length of an event id, for a regular expression or an error text. */
    public static final String SYNTAX = "[A-Za-z0-9._:-]{1,100}";

    private static final Alphabet VALID = new Alphabet("._:-", 100);

    public EventId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("An eventId must match " + SYNTAX);
        }
    }

    public static boolean isValid(String value) {
        return VALID.spells(value);
    }

    public static EventId random() {
        return new EventId(UUID.randomUUID().toString());
    }

    /**
     * The identity of an event whose publisher gave it none.
     *
     * <p>The message number alone is not unique: a broker with new or restored data counts from the beginning again.
     *
     * @param brokerMessageId the number Artemis gave the message, the same for every consumer
     * @param arrivedAt when the message arrived, milliseconds since 1970, the same for every consumer
     */
    public static EventId ofBrokerMessage(long brokerMessageId, long arrivedAt) {
        return new EventId("m-" + brokerMessageId + "-" + arrivedAt);
    }

    // Faster than the record's own equals, which uses method handles: every event is looked up by id.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventId that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
