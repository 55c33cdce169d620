package com.pfavanguard.sync.roles;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Reads {@code sync.roles}; an unknown role stops the start with Boot's own message. */
class RoleCondition implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Map<String, ?> attributes = metadata.getAnnotationAttributes(ConditionalOnRole.class.getName());
        if (attributes == null || !(attributes.get("value") instanceof Role[] any)) {
            return true;
        }
        Set<Role> roles = Role.of(context.getEnvironment());
        return Arrays.stream(any).anyMatch(roles::contains);
    }
}
