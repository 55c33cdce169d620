package com.pfavanguard.sync.security.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Revocation;
import com.pfavanguard.sync.testing.TestCaller;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuditLogTests {

    private static final OrganizationId ORG = new OrganizationId("org-a");
    private static final Instant NOW = Instant.parse("2026-03-04T09:15:00Z");

    private final Logger logger = (Logger) LoggerFactory.getLogger(Audit.LOGGER);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Audit audit = new AuditLog(meters, Clock.fixed(NOW, ZoneOffset.UTC));

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
        TestCaller user = new TestCaller("u-1");
        int more = 50;

        for (int i = 0; i < AuditLineLimit.SHARED + more; i++) {
            audit.refused(Denial.INVALID_TOKEN, null, null, "127.0.0.1");
            audit.connected(user, ORG, "127.0.0.1");
            audit.revoked(user, new Revocation("u-2", ORG, NOW), "127.0.0.1");
        }

        assertThat(lines.list).hasSize(3 * AuditLineLimit.SHARED);
        assertThat(dropped("refusal")).isEqualTo(more);
        assertThat(dropped("connect")).isEqualTo(more);
        assertThat(dropped("revocation")).isEqualTo(more);
        assertThat(meters.counter("sync.security.revocations").count()).isEqualTo(AuditLineLimit.SHARED + more);
    }

    private long linesOf(String key, String value) {
        return lines.list.stream()
                .filter(line -> line.getKeyValuePairs().stream()
                        .anyMatch(pair -> pair.key.equals(key) && value.equals(pair.value)))
                .count();
    }

    @Test
    void nobodysFloodPushesOutWhatIsToldOfOthers() {
        for (int i = 0; i < 10_000; i++) {
            audit.refused(Denial.PERMISSION_DENIED, new TestCaller("u-loud"), ORG, "10.0.0.1");
            audit.done("write-sync", new TestCaller("u-loud"), ORG, "10.0.0.1");
        }

        audit.refused(Denial.PERMISSION_DENIED, new TestCaller("u-quiet"), ORG, "10.0.0.1");
        audit.done("write-sync", new TestCaller("u-quiet"), ORG, "10.0.0.1", AuditFact.of("job", "j-1"));

        assertThat(linesOf("user", "u-loud")).isEqualTo(2 * AuditLineLimit.SHARED);
        assertThat(linesOf("user", "u-quiet")).isEqualTo(2);
        assertThat(linesOf("job", "j-1")).isEqualTo(1);
        assertThat(dropped("write-sync")).isEqualTo(10_000 - AuditLineLimit.SHARED);
    }

    @Test
    void anyNumberOfStrangersLeaveRoomForThoseKnownByName() {
        for (int i = 0; i < 10_000; i++) {
            audit.refused(Denial.INVALID_TOKEN, null, null, "10.0." + i / 250 + "." + i % 250);
        }
        assertThat(lines.list).hasSize(AuditLineLimit.MOST);

        audit.refused(Denial.PERMISSION_DENIED, new TestCaller("u-known"), ORG, "10.0.0.1");

        assertThat(linesOf("user", "u-known")).isEqualTo(1);
    }

    @Test
    void theAddressesOfOneIpv6NetworkAreOneSource() {
        for (int i = 0; i < 5_000; i++) {
            audit.refused(Denial.INVALID_TOKEN, null, null, "2001:db8:0:1::" + Integer.toHexString(i));
        }

        assertThat(lines.list).hasSize(AuditLineLimit.SHARED);
    }

    @Test
    void whatIsToldIsOneLineOfBoundedLength() {
        List<String> many = IntStream.range(0, 1_000).mapToObj(i -> "PFA-" + i).toList();

        audit.done(
                "write-sync",
                new TestCaller("u-1"),
                ORG,
                null,
                AuditFact.list("pfas", many),
                AuditFact.of("long", "x".repeat(100_000)),
                AuditFact.of("lines", "one\r\ntwo\u2028three"));

        assertThat(lines.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .hasSizeLessThan(3_000)
                        .contains("PFA-0, PFA-1,", "PFA-19 and 980 more", "one??two?three")
                        .doesNotContain("PFA-20,"));
    }

    @Test
    void theWorkersAttemptsAreAllTold() {
        for (int i = 0; i < 5_000; i++) {
            audit.written("m.ortega\nforged", ORG, "written", AuditFact.of("pfa", "PFA-" + i));
        }

        assertThat(lines.list).hasSize(5_000);
        assertThat(linesOf("user", "m.ortega?forged")).isEqualTo(5_000);
    }
}
