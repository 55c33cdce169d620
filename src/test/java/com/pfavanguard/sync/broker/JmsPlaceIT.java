package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThatNoException;

import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.TestLogin;
import jakarta.jms.Connection;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmsPlaceIT {

    private final int jmsPort = FreePorts.next();
    private final BrokerHost host = new BrokerHost("127.0.0.1", FreePorts.next(), jmsPort);

    @TempDir
    Path data;

    @Test
    void leavesABrokerThatIsThereAndOneThatHasGone() throws Exception {
        try (TestBroker broker = new TestBroker(
                        TestBroker.properties(data, host.stompPort(), jmsPort, TestBroker.DEFAULT_HISTORY));
                ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(
                        "tcp://127.0.0.1:" + jmsPort, TestLogin.GATEWAY, TestLogin.passwordOf(TestLogin.GATEWAY))) {
            broker.start();
            Connection left = connections.createConnection();
            CountDownLatch lost = new CountDownLatch(1);
            left.setExceptionListener(e -> lost.countDown());

            new JmsPlace(host, left).leave();

            if (!lost.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("The connection has not ended");
            }
            // Its broker may be found dead a second time.
            assertThatNoException().isThrownBy(() -> new JmsPlace(host, left).leave());

            Connection gone = connections.createConnection();
            broker.stop();
            gone.close();

            assertThatNoException().isThrownBy(() -> new JmsPlace(host, gone).leave());
        }
    }
}
