package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class HostLookupTests {

    private static final BrokerHost A = new BrokerHost("broker-a", 1, 2);
    private static final BrokerHost B = new BrokerHost("broker-b", 3, 4);

    private final Map<String, List<String>> dns = new ConcurrentHashMap<>();
    private final CountDownLatch slowAnswer = new CountDownLatch(1);
    private final AtomicInteger slowQuestions = new AtomicInteger();
    private final HostLookup lookup = new HostLookup(List.of(A, B), this::resolve);

    private InetAddress[] resolve(String name) throws UnknownHostException {
        List<String> answer = dns.get(name);
        if (answer == null) {
            throw new UnknownHostException(name);
        }
        if (answer.isEmpty()) {
            slowQuestions.incrementAndGet();
            try {
                slowAnswer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[] {ip("10.0.0.9")};
        }
        return answer.stream().map(HostLookupTests::ip).toArray(InetAddress[]::new);
    }

    private static InetAddress ip(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void release() {
        slowAnswer.countDown();
    }

    @Test
    void findsAllAddressesOfEachNameInTheOrderOfTheSetting() {
        dns.put("broker-a", List.of("10.0.0.1", "::1"));
        dns.put("broker-b", List.of("10.0.0.2"));

        assertThat(lookup.get())
                .containsExactly(
                        new Endpoint(A, ip("10.0.0.1")), new Endpoint(A, ip("::1")), new Endpoint(B, ip("10.0.0.2")));
    }

    @Test
    void asksAgainEachTime() {
        dns.put("broker-a", List.of("10.0.0.1"));
        lookup.get();
        dns.put("broker-a", List.of("10.0.0.3"));

        assertThat(lookup.get()).containsExactly(new Endpoint(A, ip("10.0.0.3")));
    }

    @Test
    void aNameThatIsUnknownIsReportedOnceAndCostsTheOthersNothing(CapturedOutput output) {
        dns.put("broker-b", List.of("10.0.0.2"));

        assertThat(lookup.get()).containsExactly(new Endpoint(B, ip("10.0.0.2")));
        lookup.get();

        assertThat(output.getOut().split("No IP address is known for the broker broker-a", -1))
                .hasSize(2);
    }

    @Test
    void keepsTheAddressesOfANameWhileTheNameServerIsAway() {
        dns.put("broker-a", List.of("10.0.0.1"));
        dns.put("broker-b", List.of("10.0.0.2"));
        List<Endpoint> before = lookup.get();
        dns.clear();

        assertThat(lookup.get()).isEqualTo(before);
    }

    @Test
    void aSlowAnswerIsAwaitedInTheBackgroundAndAskedForOnce() {
        dns.put("broker-a", List.of());
        dns.put("broker-b", List.of("10.0.0.2"));

        assertThat(lookup.get()).containsExactly(new Endpoint(B, ip("10.0.0.2")));
        assertThat(lookup.get()).containsExactly(new Endpoint(B, ip("10.0.0.2")));
        slowAnswer.countDown();

        Awaitility.await().until(() -> lookup.get().contains(new Endpoint(A, ip("10.0.0.9"))));
        assertThat(slowQuestions).hasValueLessThanOrEqualTo(2);
    }
}
