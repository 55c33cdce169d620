package com.pfavanguard.sync.broker;

import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;

/** A right at an address of the broker, by its name in {@code broker.xml}. */
enum BrokerRight {
    SEND(CheckType.SEND, "send", "send to"),
    CONSUME(CheckType.CONSUME, "consume", "consume from"),
    BROWSE(CheckType.BROWSE, "browse", "browse"),
    CREATE_ADDRESS(CheckType.CREATE_ADDRESS, "createAddress", "create the address of");

    private final CheckType type;
    private final String permission;
    private final String words;

    BrokerRight(CheckType type, String permission, String words) {
        this.type = type;
        this.permission = permission;
        this.words = words;
    }

    boolean isGrantedTo(Role role) {
        return type.hasRole(role);
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
