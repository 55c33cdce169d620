package com.pfavanguard.sync.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.security.audit.AuditLog;
import com.pfavanguard.sync.testing.TestCaller;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.JMSException;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jms.UncategorizedJmsException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.transaction.TransactionSystemException;

/** Checks what the audit log says when the broker fails and the outcome of a change is unknown. */
class ApiErrorsTests {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Audit.LOGGER);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final MockHttpServletRequest request = new MockHttpServletRequest("DELETE", "/api/pems/failed/i-1");

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    private ApiErrors errors(Callers callers) {
        Audit audit = new AuditLog(new SimpleMeterRegistry(), Clock.systemUTC());
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("access", new Access(callers, audit));
        return new ApiErrors(beans.getBeanProvider(Access.class));
    }

    private void fails(Exception cause) {
        errors(() -> Optional.of(new TestCaller("u-1", "m.ortega")))
                .brokerTrouble(new UncategorizedJmsException("failed", cause), request);
    }

    @Test
    void whoOrderedAChangeWhoseOutcomeIsUnknownIsTold() {
        fails(new TransactionSystemException("no answer to the commit"));

        assertThat(lines.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getKeyValuePairs())
                        .extracting(pair -> pair.key + "=" + pair.value)
                        .contains(
                                "outcome=unknown",
                                "user=u-1",
                                "address=127.0.0.1",
                                "request=DELETE /api/pems/failed/i-1"));
    }

    @Test
    void whatWasNotDoneIsNotTold() {
        fails(new JMSException("away"));

        request.setMethod("GET");
        fails(new TransactionSystemException("no answer to the commit"));

        assertThat(lines.list).isEmpty();
    }
}
