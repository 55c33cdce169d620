package com.pfavanguard.sync.security;

import com.pfavanguard.sync.security.SecurityProperties.Mode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/**
 * Creates a configuration or bean only in processes whose {@code sync.security.mode} is this one. Unlike
 * {@code ConditionalOnProperty} it reads the mode like {@link SecurityProperties}: an empty one is the default.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(ModeCondition.class)
public @interface ConditionalOnMode {

    Mode value();
}
