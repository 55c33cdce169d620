package com.pfavanguard.sync.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.cli.watch.Following.End;
import com.pfavanguard.sync.event.OrganizationId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventWatchTests {

    private static final String GREETING =
            "{\"type\":\"CONNECTED\",\"organizationId\":\"org-rio\",\"timestamp\":\"2026-03-04T09:15:00.000Z\",\"eventId\":\"p-0\"}";

    private final StringWriter err = new StringWriter();

    @Test
    void aStoppedWatchSaysGoodbyeAndEndsQuietly() throws Exception {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        CompletableFuture<Integer> goodbye = new CompletableFuture<>();
        try (ScriptedGateway gateway = new ScriptedGateway(client -> {
            client.accept().text(GREETING).ping().awaitPong();
            connected.complete(null);
            int code = client.awaitClose();
            client.close(code, "");
            goodbye.complete(code);
        })) {
            EventWatch watch = watch(gateway, new PrintWriter(new StringWriter()));
            FutureTask<End> following = new FutureTask<>(() -> watch.follow(null, 0, null));
            new Thread(following).start();
            connected.get(30, TimeUnit.SECONDS);

            watch.stop();

            assertThat(goodbye.get(30, TimeUnit.SECONDS)).isEqualTo(1000);
            assertThat(following.get(30, TimeUnit.SECONDS)).isEqualTo(End.STOPPED);
            assertThat(err.toString()).isEmpty();
        }
    }

    @Test
    void whenNobodyReadsTheOutputAnyMoreTheWatchEnds() throws Exception {
        try (ScriptedGateway gateway =
                new ScriptedGateway(client -> client.accept().text(GREETING).awaitEnd())) {
            EventWatch watch = watch(gateway, new PrintWriter(new BrokenPipe()));

            assertThat(watch.follow(null, 0, null)).isEqualTo(End.STOPPED);
        }
    }

    private EventWatch watch(ScriptedGateway gateway, PrintWriter out) {
        StreamAddress address = new StreamAddress(GatewayUrl.of(gateway.url()), new OrganizationId("org-rio"));
        return new EventWatch(
                address, WatchListener.printing(out, EventFormat.json()), new PrintWriter(err), WatchTimings.DEFAULTS);
    }

    private static final class BrokenPipe extends Writer {

        @Override
        public void write(char[] characters, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
