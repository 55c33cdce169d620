package com.pfavanguard.sync.contract;

import com.networknt.schema.Schema;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Checks what a client got by the schema of messages. */
public final class MessageCheck {

    private static final Schema MESSAGE = Contract.schema(Contract.EVENTS, "Message");

    private MessageCheck() {}

    /** Reads the schema, so that the first check takes no time of a test's own. */
    public static void prepare() {}

    /**
     * Returns the message.
     *
     * @throws AssertionError if the schema knows no such message
     */
    public static JsonNode checked(JsonNode message) {
        List<String> faults = Contract.faults(MESSAGE, message);
        if (!faults.isEmpty()) {
            throw new AssertionError("Not as schema/events.json says: " + message + "\n" + faults);
        }
        return message;
    }
}
