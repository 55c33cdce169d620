package com.pfavanguard.sync.roles;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Reads {@code sync.roles}; an unknown role stops the start with Boot's own message. */
class RoleCondition implements Condition {

    static final String PROPERTY = "sync.roles";

    private static final Bindable<Set<Role>> ROLES = Bindable.setOf(Role.class);

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Map<String, ?> attributes = metadata.getAnnotationAttributes(ConditionalOnRole.class.getName());
        if (attributes == null) {
            return true;
        }
        return played(context.getEnvironment()).contains(attributes.get("value"));
    }

    static Set<Role> played(Environment environment) {
        Set<Role> played = Binder.get(environment).bind(PROPERTY, ROLES).orElse(Set.of());
        // Empty counts as not set, since compose files set variables to the empty string.
        return played.isEmpty() ? EnumSet.allOf(Role.class) : played;
    }
}
