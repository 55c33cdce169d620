package com.pfavanguard.sync.broker;

import static org.apache.activemq.artemis.core.security.CheckType.BROWSE;
import static org.apache.activemq.artemis.core.security.CheckType.CONSUME;
import static org.apache.activemq.artemis.core.security.CheckType.CREATE_ADDRESS;
import static org.apache.activemq.artemis.core.security.CheckType.CREATE_NON_DURABLE_QUEUE;
import static org.apache.activemq.artemis.core.security.CheckType.DELETE_ADDRESS;
import static org.apache.activemq.artemis.core.security.CheckType.DELETE_NON_DURABLE_QUEUE;
import static org.apache.activemq.artemis.core.security.CheckType.EDIT;
import static org.apache.activemq.artemis.core.security.CheckType.MANAGE;
import static org.apache.activemq.artemis.core.security.CheckType.SEND;
import static org.apache.activemq.artemis.core.security.CheckType.VIEW;

import com.pfavanguard.sync.event.SyncQueues;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;

/**
 * Lists the permissions at the broker; everything else is refused. {@code broker-config/single/broker.xml} lists the
 * same permissions with the reasons; a test compares the two.
 */
final class BrokerRoles {

    static final String PRODUCERS = "producers";
    static final String GATEWAYS = "gateways";
    static final String APIS = "apis";
    static final String WORKERS = "workers";
    static final String ADMINS = BrokerConsole.ROLE;

    /** Questions that administrators have a process ask; it works without the answers. */
    static final List<String> LOOKS = List.of(
            "mops.broker.listQueues",
            "mops.broker.listAddresses",
            "mops.queue." + SyncQueues.WRITE + ".getFirstMessageTimestamp",
            "mops.queue." + SyncQueues.FAILED + ".getFirstMessageTimestamp",
            "mops.queue." + SyncQueues.CONFLICTS + ".getFirstMessageTimestamp");

    private BrokerRoles() {}

    /**
     * Roles and their permissions per address pattern. If several patterns match an address, only the most specific
     * one counts.
     */
    static Map<String, Set<Role>> ofAddresses() {
        Map<String, Set<Role>> roles = new LinkedHashMap<>();
        roles.put("#", Set.of(may(ADMINS, SEND)));
        roles.put(
                "sync.*",
                Set.of(
                        may(PRODUCERS, CREATE_ADDRESS, SEND),
                        may(APIS, CREATE_ADDRESS, SEND),
                        may(WORKERS, CREATE_ADDRESS, SEND),
                        may(GATEWAYS, CONSUME, BROWSE)));
        roles.put(StompBroker.HISTORY_MARKER_ADDRESS, Set.of(may(GATEWAYS, CREATE_ADDRESS, SEND)));
        roles.put(
                SyncQueues.WRITE,
                Set.of(may(PRODUCERS, SEND), may(APIS, SEND, CONSUME, BROWSE), may(WORKERS, SEND, CONSUME, BROWSE)));
        roles.put(SyncQueues.FAILED, Set.of(may(APIS, CONSUME, BROWSE), may(WORKERS, SEND, CONSUME)));
        roles.put(SyncQueues.EXPIRED, Set.of(may(WORKERS, CONSUME)));
        roles.put(SyncQueues.REQUESTS, Set.of(may(APIS, SEND, BROWSE)));
        roles.put(SyncQueues.CONFLICTS, Set.of(may(APIS, CONSUME, BROWSE), may(WORKERS, SEND, CONSUME)));
        roles.put(SyncQueues.RESOLVED_CONFLICTS, Set.of(may(APIS, SEND, BROWSE)));
        roles.put(SyncQueues.FIGURES, Set.of(may(APIS, BROWSE), may(WORKERS, SEND)));
        roles.put(SyncQueues.WORKER, Set.of(may(WORKERS, CONSUME)));
        roles.put(
                SyncQueues.CONTROL,
                Set.of(
                        may(GATEWAYS, SEND, CONSUME, BROWSE),
                        may(APIS, CONSUME, BROWSE),
                        may(WORKERS, CONSUME, BROWSE)));
        Set<Role> pauses = Set.of(
                may(GATEWAYS, SEND, CONSUME, BROWSE),
                may(APIS, SEND, CONSUME, BROWSE),
                may(WORKERS, SEND, CONSUME, BROWSE));
        roles.put(SyncQueues.PAUSES, pauses);
        roles.put(SyncQueues.STATES, Set.of(may(GATEWAYS, SEND, BROWSE)));
        roles.put(SyncQueues.STATES_KEEPER, Set.of(may(GATEWAYS, CONSUME)));
        manage(roles);
        return roles;
    }

    // Management requests are messages too. Each has an address of its own below "mops", by which it is permitted.
    private static void manage(Map<String, Set<Role>> roles) {
        roles.put(
                "activemq.management",
                Set.of(may(GATEWAYS, MANAGE), may(APIS, MANAGE), may(WORKERS, MANAGE), may(ADMINS, MANAGE)));
        roles.put("temporary.#", Set.of(temporary(GATEWAYS), temporary(APIS), temporary(WORKERS)));
        // The address of the answers to bin/artemis.
        roles.put("activemq.management.*", Set.of(temporary(ADMINS)));
        roles.put("mops.#", Set.of(may(ADMINS, VIEW, EDIT)));
        for (String queue : List.of(SyncQueues.WRITE, SyncQueues.FAILED, SyncQueues.CONFLICTS)) {
            roles.put(
                    "mops.queue." + queue + ".countMessages",
                    Set.of(may(APIS, VIEW), may(WORKERS, VIEW), may(ADMINS, VIEW)));
            Set<Role> seeItemsInHand = queue.equals(SyncQueues.WRITE)
                    ? Set.of(may(APIS, VIEW), may(WORKERS, VIEW), may(ADMINS, VIEW))
                    : Set.of(may(APIS, VIEW), may(ADMINS, VIEW));
            roles.put("mops.queue." + queue + ".countDeliveringMessages", seeItemsInHand);
        }
        for (String question : LOOKS) {
            roles.put(question, Set.of(may(GATEWAYS, VIEW), may(APIS, VIEW), may(WORKERS, VIEW), may(ADMINS, VIEW)));
        }
        for (String question : List.of("getAddressMemoryUsage", "getGlobalMaxSize")) {
            roles.put("mops.broker." + question, Set.of(may(APIS, VIEW), may(ADMINS, VIEW)));
        }
    }

    private static Role temporary(String role) {
        return may(role, DELETE_ADDRESS, CREATE_NON_DURABLE_QUEUE, DELETE_NON_DURABLE_QUEUE, SEND, CONSUME);
    }

    private static Role may(String role, CheckType first, CheckType... more) {
        Set<CheckType> granted = EnumSet.of(first, more);
        return new Role(
                role,
                granted.contains(SEND),
                granted.contains(CONSUME),
                granted.contains(CheckType.CREATE_DURABLE_QUEUE),
                granted.contains(CheckType.DELETE_DURABLE_QUEUE),
                granted.contains(CREATE_NON_DURABLE_QUEUE),
                granted.contains(DELETE_NON_DURABLE_QUEUE),
                granted.contains(MANAGE),
                granted.contains(BROWSE),
                granted.contains(CREATE_ADDRESS),
                granted.contains(DELETE_ADDRESS),
                granted.contains(VIEW),
                granted.contains(EDIT));
    }
}
