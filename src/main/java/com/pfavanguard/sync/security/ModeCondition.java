package com.pfavanguard.sync.security;

import com.pfavanguard.sync.security.SecurityProperties.Mode;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Reads {@code sync.security.mode}; an unknown mode stops the start with Boot's own message. */
class ModeCondition implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Map<String, ?> attributes = metadata.getAnnotationAttributes(ConditionalOnMode.class.getName());
        Mode mode = Binder.get(context.getEnvironment())
                .bind("sync.security.mode", Mode.class)
                .orElse(Mode.OPEN);
        return attributes == null || mode == attributes.get("value");
    }
}
