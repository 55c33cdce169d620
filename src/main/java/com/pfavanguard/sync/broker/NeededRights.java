package com.pfavanguard.sync.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.security.Role;
import org.jspecify.annotations.Nullable;

/**
 * The rights that a process needs at one address, and the roles at the broker that give them to it: those of {@link
 * BrokerRoles}.
 *
 * @param where the queue or address, as a text shows it
 * @param match the {@code security-setting} of {@code broker.xml} that grants the rights
 * @param roles for each right, the roles of the process that need it
 */
record NeededRights(String where, String match, Map<BrokerRight, Set<String>> roles) {

    /** @param rights the rights that count there */
    static NeededRights of(String where, String match, Set<BrokerNeed> needs, BrokerRight... rights) {
        Map<BrokerRight, Set<String>> roles = new EnumMap<>(BrokerRight.class);
        Collection<Role> granted = BrokerRoles.ofAddresses().getOrDefault(match, Set.of());
        for (BrokerRight right : rights) {
            granted.stream()
                    .filter(role -> rolesOf(needs).contains(role.getName()) && right.isGrantedTo(role))
                    .forEach(role ->
                            roles.computeIfAbsent(right, any -> new TreeSet<>()).add(role.getName()));
        }
        return new NeededRights(where, match, roles);
    }

    /** The roles at the broker of a process with these needs. */
    static Set<String> rolesOf(Set<BrokerNeed> needs) {
        Set<String> roles = new TreeSet<>();
        for (BrokerNeed need : needs) {
            switch (need) {
                case EVENTS -> roles.add(BrokerRoles.GATEWAYS);
                case EDITS -> roles.add(BrokerRoles.APIS);
                case WRITES -> roles.add(BrokerRoles.WORKERS);
                case REVOCATIONS -> {
                    // Each of the roles gives the right to hear them.
                }
            }
        }
        return roles;
    }

    Set<BrokerRight> rights() {
        return roles.keySet();
    }

    boolean isEmpty() {
        return roles.isEmpty();
    }

    /**
     * Says that these rights are missing, and how to grant them; empty if none is.
     *
     * @param user as the subject of a sentence
     */
    Optional<BrokerProblem> problem(Set<BrokerRight> missing, String user) {
        return problem(missing, user, null);
    }

    /** @param withoutThem what the process leaves out without these rights; {@code null} if it cannot do its work */
    Optional<BrokerProblem> problem(Set<BrokerRight> missing, String user, @Nullable String withoutThem) {
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        Set<String> granting = new TreeSet<>();
        missing.forEach(right -> granting.addAll(roles.getOrDefault(right, Set.of())));
        String text =
                ("%s may not %s %s%s. Give the user %s (bin/artemis user reset --role), or grant a role of the user %s in"
                                + " <security-setting match=\"%s\"> of broker.xml")
                        .formatted(
                                user,
                                joined(missing, BrokerRight::words),
                                where,
                                withoutThem == null ? "" : ", so " + withoutThem,
                                named(granting),
                                joined(missing, right -> "\"" + right.permission() + "\""),
                                match);
        return Optional.of(new BrokerProblem(text, withoutThem == null));
    }

    /** Such as "the role apis". */
    static String named(Set<String> roles) {
        return (roles.size() == 1 ? "the role " : "the roles ") + joined(roles, role -> role);
    }

    private static <T> String joined(Collection<T> things, Function<T, String> word) {
        List<String> words = new ArrayList<>(things.stream().map(word).toList());
        if (words.size() == 1) {
            return words.get(0);
        }
        String last = words.remove(words.size() - 1);
        return words.stream().collect(Collectors.joining(", ")) + " and " + last;
    }
}
