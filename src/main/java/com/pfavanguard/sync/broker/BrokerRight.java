package com.pfavanguard.sync.broker;

/** A right that a process needs at an address of the broker, by its name in {@code broker.xml}. */
enum BrokerRight {
    SEND("send", "send to"),
    CONSUME("consume", "consume from"),
    BROWSE("browse", "browse"),
    CREATE_ADDRESS("createAddress", "create the address of");

    private final String permission;
    private final String words;

    BrokerRight(String permission, String words) {
        this.permission = permission;
        this.words = words;
    }

    /** The {@code type} of a {@code permission} element. */
    String permission() {
        return permission;
    }

    /** For "may not …" and the name of a queue. */
    String words() {
        return words;
    }
}
