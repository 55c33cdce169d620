package com.pfavanguard.sync.broker;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says which rights a user lacks at one address, and how to grant them. */
final class MissingRights {

    private MissingRights() {}

    /**
     * @param user as the subject of a sentence
     * @param role the role of {@code broker-config/single/broker.xml} that has the rights
     * @param match the {@code security-setting} that grants them
     */
    static Optional<BrokerProblem> at(String where, Set<BrokerRight> missing, String user, String role, String match) {
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        String verbs = joined(missing, BrokerRight::words);
        String permissions = joined(missing, right -> "\"" + right.permission() + "\"");
        return Optional.of(BrokerProblem.stop(
                "%s may not %s %s. Give the user the role %s (bin/artemis user reset --role), or grant a role of the user"
                        + " %s in <security-setting match=\"%s\"> of broker.xml",
                user, verbs, where, role, permissions, match));
    }

    private static String joined(Set<BrokerRight> rights, Function<BrokerRight, String> word) {
        String list = rights.stream().map(word).collect(Collectors.joining(", "));
        int last = list.lastIndexOf(", ");
        return last < 0 ? list : list.substring(0, last) + " and " + list.substring(last + 2);
    }
}
