package com.pfavanguard.sync.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.pfavanguard.sync.event.OrganizationId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuditTests {

    private static final OrganizationId ORG = new OrganizationId("org-a");
    private static final Instant NOW = Instant.parse("2026-03-04T09:15:00Z");

    private final Logger logger = (Logger) LoggerFactory.getLogger(Audit.LOGGER);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Audit audit = new Audit(meters, Clock.fixed(NOW, ZoneOffset.UTC));

    private record User(String userId) implements Caller {
        @Override
        public String name() {
            return userId;
        }

        @Override
        public Optional<Denial> denial(Permission permission, OrganizationId organizationId) {
            return Optional.empty();
        }

        @Override
        public Set<OrganizationId> organizationsWith(Permission permission) {
            return Set.of(ORG);
        }

        @Override
        public Instant issuedAt() {
            return NOW;
        }

        @Override
        public Instant expiresAt() {
            return Instant.MAX;
        }

        @Override
        public Caller within(OrganizationId organizationId) {
            return this;
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    private long dropped(String action) {
        return (long)
                meters.counter("sync.security.audit.dropped", "action", action).count();
    }

    @Test
    void noKindOfEventDrownsAnotherOrFillsTheDisk() {
        User user = new User("u-1");
        int more = 50;

        for (int i = 0; i < Audit.LINES_PER_SECOND + more; i++) {
            audit.refused(Denial.INVALID_TOKEN, null, null, "127.0.0.1");
            audit.connected(user, ORG, "127.0.0.1");
            audit.revoked(user, new Revocation("u-2", ORG, NOW), "127.0.0.1");
        }

        assertThat(lines.list).hasSize(3 * Audit.LINES_PER_SECOND);
        assertThat(dropped("refusal")).isEqualTo(more);
        assertThat(dropped("connect")).isEqualTo(more);
        assertThat(dropped("revocation")).isEqualTo(more);
        assertThat(meters.counter("sync.security.revocations").count()).isEqualTo(Audit.LINES_PER_SECOND + more);
    }
}
