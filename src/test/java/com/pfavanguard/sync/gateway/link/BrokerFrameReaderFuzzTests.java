package com.pfavanguard.sync.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Breaks one message at random and expects that all messages after it are read unchanged. */
class BrokerFrameReaderFuzzTests {

    private static final String ID = "history-secret";
    private static final int GOOD_ONES = 5;

    @Test
    void whatComesBehindABrokenFrameIsRead() throws IOException {
        int rounds = Fuzz.rounds("broker frames", 5_000);
        for (int round = 0; round < rounds; round++) {
            Fuzz fuzz = new Fuzz(
                    round, "\0", "\n\n", "\0\n", "content-length:", "MESSAGE\n", "\\c", "9999999999", "-1", ":");
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            wire.writeBytes(start());
            for (String header : new String[] {"destination:sync.org-a", "content-length:7", "eventId:e"}) {
                wire.writeBytes(line(fuzz.changed(header.getBytes(StandardCharsets.UTF_8))));
            }
            wire.write('\n');
            wire.writeBytes(fuzz.changed("{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
            // Artemis ends every frame with NUL and a line feed, whatever is in it.
            wire.writeBytes(new byte[] {0, '\n'});
            for (int i = 0; i < GOOD_ONES; i++) {
                wire.writeBytes(start());
                wire.writeBytes(("content-length:6\n\ngood-" + i + "\0\n").getBytes(StandardCharsets.UTF_8));
            }

            assertThat(bodies(inPieces(wire.toByteArray(), fuzz)))
                    .as(Fuzz.round(round) + ": " + wire.toString(StandardCharsets.UTF_8))
                    .endsWith("good-0", "good-1", "good-2", "good-3", "good-4");
        }
    }

    private static byte[] start() {
        return ("MESSAGE\nsubscription:" + ID + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Artemis escapes line feeds in names and values, and writes a colon between them. */
    private static byte[] line(byte[] header) {
        String text = new String(header, StandardCharsets.ISO_8859_1).replace("\n", "\\n");
        return ((text.contains(":") ? text : text + ":") + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A stream that hands out a few bytes at a time, as a network does. */
    private static InputStream inPieces(byte[] bytes, Fuzz fuzz) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(
                        buffer, offset, Math.min(length, 1 + fuzz.random().nextInt(40)));
            }
        };
    }

    private static List<String> bodies(InputStream in) throws IOException {
        BrokerFrameReader reader = new BrokerFrameReader(in, 1_000, ID);
        List<String> bodies = new ArrayList<>();
        try {
            while (true) {
                bodies.add(new String(reader.read().body(), StandardCharsets.UTF_8));
            }
        } catch (EOFException e) {
            return bodies;
        }
    }
}
