package com.pfavanguard.sync.messaging;

import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Selects messages of a queue: a JMS message selector (Jakarta Messaging 3.1, 3.8.1) over string properties.
 *
 * @param expression empty for all messages
 */
public record Selector(String expression) {

    public static final Selector ALL = new Selector("");

    public static Selector where(String property, Object value) {
        return new Selector(property + " = " + literal(value));
    }

    public static Selector without(String property) {
        return new Selector(property + " IS NULL");
    }

    /** Messages sent before a moment, by the sender's clock. */
    public static Selector sentBefore(Instant moment) {
        return new Selector("JMSTimestamp < " + moment.toEpochMilli());
    }

    /** Messages whose property has this value, or that do not have the property. */
    public static Selector whereOrWithout(String property, Object value) {
        return new Selector("(" + property + " IS NULL OR " + property + " = " + literal(value) + ")");
    }

    /** Messages whose property has none of these values, or that do not have the property. */
    public static Selector whereNot(String property, Collection<?> values) {
        if (values.isEmpty()) {
            return ALL;
        }
        return new Selector("(" + property + " IS NULL OR " + property + " NOT IN (" + list(values) + "))");
    }

    /** @param values at least one */
    public static Selector whereIn(String property, Collection<?> values) {
        return new Selector(property + " IN (" + list(values) + ")");
    }

    private static String list(Collection<?> values) {
        return values.stream().map(Selector::literal).distinct().sorted().collect(Collectors.joining(", "));
    }

    public Selector and(String property, Object value) {
        return and(where(property, value));
    }

    public Selector and(Selector other) {
        if (expression.isEmpty() || other.expression.isEmpty()) {
            return expression.isEmpty() ? other : this;
        }
        return new Selector(expression + " AND " + other.expression);
    }

    private static String literal(Object value) {
        return "'" + value.toString().replace("'", "''") + "'";
    }
}
