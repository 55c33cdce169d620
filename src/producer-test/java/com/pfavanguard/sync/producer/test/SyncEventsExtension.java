package com.pfavanguard.sync.producer.test;

import com.pfavanguard.sync.producer.JmsSyncEventPublisher;
import com.pfavanguard.sync.producer.SyncEventPublisher;
import jakarta.jms.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives JUnit tests a broker in their own JVM and the events that are published there.
 *
 * <pre>{@code
 * @SpringBootTest
 * @ExtendWith(SyncEventsExtension.class)
 * class ImportTests {
 *
 *     @Test
 *     void tellsOfEachStep(@Autowired Import imports, SyncEvents events) {
 *         imports.run("PFA-70412");
 *
 *         assertThat(events).publishedOnly(SYNC_QUEUED, SYNC_PROCESSING, SYNC_SUCCESS);
 *     }
 * }
 * }</pre>
 *
 * <p>In a Spring test the broker's {@link ConnectionFactory} takes the place of the application's, whatever its JMS client
 * ({@link SyncEventsContextCustomizerFactory}). Without Spring, take a {@code ConnectionFactory} or a {@link
 * SyncEventPublisher} as a parameter.
 *
 * <p>There is one broker for each JVM; each test begins without events. Tests that run at the same time in one JVM hear
 * each other: let them use organizations of their own ({@link SyncEvents#ofOrganization}).
 */
public final class SyncEventsExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SyncEventsExtension.class);

    private static @Nullable Running running;

    /** The broker and its reader; JUnit closes them after the last test of the JVM. */
    private record Running(TestEventBroker broker, EventRecorder recorder) implements AutoCloseable {

        static Running start() {
            try {
                TestEventBroker broker = new TestEventBroker();
                return new Running(broker, new EventRecorder(broker.connectionFactory()));
            } catch (Exception e) {
                throw new IllegalStateException("The broker for tests does not start", e);
            }
        }

        @Override
        public void close() throws Exception {
            forget(this);
            recorder.close();
            broker.close();
        }
    }

    private static synchronized Running running() {
        if (running == null) {
            running = Running.start();
        }
        return running;
    }

    private static synchronized void forget(Running closed) {
        if (running == closed) {
            running = null;
        }
    }

    static ConnectionFactory connectionFactory() {
        return running().broker().connectionFactory();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(NAMESPACE).computeIfAbsent(Running.class, key -> running());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        beforeAll(context);
        running().recorder().clear();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return parameter.getParameter().getAnnotations().length == 0
                && (type == SyncEvents.class || type == ConnectionFactory.class || type == SyncEventPublisher.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == SyncEvents.class) {
            return new SyncEvents(running().recorder());
        }
        return type == ConnectionFactory.class ? connectionFactory() : new JmsSyncEventPublisher(connectionFactory());
    }
}
