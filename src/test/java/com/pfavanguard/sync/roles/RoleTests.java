package com.pfavanguard.sync.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.mock.env.MockEnvironment;

class RoleTests {

    private static Set<Role> named(String roles) {
        return Role.of(new MockEnvironment().withProperty("sync.roles", roles));
    }

    @Test
    void aProcessHasEveryRoleUnlessToldOtherwise() {
        assertThat(Role.of(new MockEnvironment())).containsExactly(Role.GATEWAY, Role.API, Role.WORKER);
        assertThat(named("")).containsExactly(Role.GATEWAY, Role.API, Role.WORKER);
    }

    @Test
    void producerMeansWhatItMeantBeforeItWasTwoRoles() {
        assertThat(named("producer")).containsExactly(Role.API, Role.WORKER);
        assertThat(named("gateway,producer")).containsExactly(Role.GATEWAY, Role.API, Role.WORKER);
    }

    @Test
    void eachRoleCanStandAlone() {
        assertThat(named("gateway")).containsExactly(Role.GATEWAY);
        assertThat(named("api")).containsExactly(Role.API);
        assertThat(named("worker")).containsExactly(Role.WORKER);
    }

    @Test
    void anUnknownRoleIsRefused() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> named("gateway,painter"))
                .havingRootCause()
                .withMessageContaining("painter");
    }
}
