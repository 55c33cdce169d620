package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final Caller ANYONE = new Caller() {

        @Override
        public String name() {
            return "anonymous";
        }

        @Override
        public boolean may(Permission permission, OrganizationId organizationId) {
            return true;
        }
    };

    @Bean
    @ConditionalOnMissingBean
    Callers callers() {
        return () -> ANYONE;
    }
}
