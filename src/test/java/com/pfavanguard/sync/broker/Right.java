package com.pfavanguard.sync.broker;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;

/**
 * One permission of one role, as {@code broker.xml} grants it.
 *
 * @param match the addresses, as in {@code security-setting}
 */
record Right(String role, CheckType type, String match) implements Comparable<Right> {

    private static final Comparator<Right> ORDER =
            Comparator.comparing(Right::role).thenComparing(Right::match).thenComparing(Right::type);

    /** All rights that these settings grant. */
    static Set<Right> in(Map<String, Set<Role>> settings) {
        return settings.entrySet().stream()
                .flatMap(setting -> setting.getValue().stream().flatMap(role -> of(role, setting.getKey())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Right> of(Role role, String match) {
        return Arrays.stream(CheckType.values())
                .filter(type -> type.hasRole(role))
                .map(type -> new Right(role.getName(), type, match));
    }

    /** The roles of this right's match without this right. */
    Set<Role> takenFrom(Set<Role> roles) {
        return roles.stream()
                .map(each -> each.getName().equals(role) ? with(each, granted -> granted != type) : each)
                .collect(Collectors.toSet());
    }

    private static Role with(Role role, Predicate<CheckType> kept) {
        Predicate<CheckType> may = type -> type.hasRole(role) && kept.test(type);
        return new Role(
                role.getName(),
                may.test(CheckType.SEND),
                may.test(CheckType.CONSUME),
                may.test(CheckType.CREATE_DURABLE_QUEUE),
                may.test(CheckType.DELETE_DURABLE_QUEUE),
                may.test(CheckType.CREATE_NON_DURABLE_QUEUE),
                may.test(CheckType.DELETE_NON_DURABLE_QUEUE),
                may.test(CheckType.MANAGE),
                may.test(CheckType.BROWSE),
                may.test(CheckType.CREATE_ADDRESS),
                may.test(CheckType.DELETE_ADDRESS),
                may.test(CheckType.VIEW),
                may.test(CheckType.EDIT));
    }

    @Override
    public int compareTo(Right other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return role + " " + type + " " + match;
    }
}
