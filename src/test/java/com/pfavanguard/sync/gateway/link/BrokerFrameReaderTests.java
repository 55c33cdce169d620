package com.pfavanguard.sync.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.gateway.link.BrokerFrame.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerFrameReaderTests {

    private static final String ID = "history-secret";

    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

    private BrokerFrameReaderTests write(String text) {
        wire.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A message as Artemis writes it: the subscription first, NUL and a line feed at the end. */
    private BrokerFrameReaderTests message(String headers, String body) {
        return write("MESSAGE\nsubscription:" + ID + "\n" + headers + "\n" + body + "\0\n");
    }

    private BrokerFrameReader reader() {
        return new BrokerFrameReader(new ByteArrayInputStream(wire.toByteArray()), 1000, ID);
    }

    private static String body(BrokerFrame frame) {
        return new String(frame.body(), StandardCharsets.UTF_8);
    }

    @Test
    void framesAndHeartbeatsAreToldApart() throws IOException {
        BrokerFrameReader reader = write("\n\n")
                .message("content-length:3\n", "abc")
                .write("\n\n\n")
                .message("", "no length")
                .reader();

        assertThat(body(reader.read())).isEqualTo("abc");
        assertThat(body(reader.read())).isEqualTo("no length");
        assertThatThrownBy(reader::read).isInstanceOf(EOFException.class);
    }

    @Test
    void headersAreUnescapedAndTheFirstOfARepeatedOneCounts() throws IOException {
        BrokerFrame frame = message("a:c\\nd\\\\e\ndestination:first\ndestination:second\nempty:\n", "")
                .reader()
                .read();

        assertThat(frame.header("a")).isEqualTo("c\nd\\e");
        assertThat(frame.header("destination")).isEqualTo("first");
        assertThat(frame.header("empty")).isEmpty();
    }

    @Test
    void aBodyWithNulBytesIsReadByItsLength() throws IOException {
        BrokerFrameReader reader =
                message("content-length:3\n", "a\0b").message("", "next").reader();

        assertThat(body(reader.read())).isEqualTo("a\0b");
        assertThat(body(reader.read())).isEqualTo("next");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 65_536, 3_000_000})
    void aBodyOverTheLimitIsSkippedWithoutBeingHeld(int size) throws IOException {
        BrokerFrameReader reader = message("content-length:" + size + "\nmessage-id:big\n", "x".repeat(size))
                .message("", "next")
                .reader();

        BrokerFrame big = reader.read();
        assertThat(big.fault()).isEqualTo(Fault.TOO_LARGE);
        assertThat(big.header("message-id")).isEqualTo("big");
        assertThat(body(reader.read())).isEqualTo("next");
    }

    @Test
    void aBodyOverTheLimitWithoutALengthIsSkippedToo() throws IOException {
        BrokerFrameReader reader =
                message("", "x".repeat(200_000)).message("", "next").reader();

        assertThat(reader.read().fault()).isEqualTo(Fault.TOO_LARGE);
        assertThat(body(reader.read())).isEqualTo("next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "5", "900", "1200", "99999999999", "-1", "x", ""})
    void aLengthThatLiesCostsThatFrameOnly(String length) throws IOException {
        message("content-length:" + length + "\n", "abc");
        for (int i = 0; i < 20; i++) {
            message("content-length:4\n", "next");
        }
        BrokerFrameReader reader = reader();

        assertThat(reader.read().fault()).isEqualTo(Fault.MALFORMED);
        for (int i = 0; i < 20; i++) {
            assertThat(body(reader.read())).isEqualTo("next");
        }
    }

    @Test
    void aLengthThatIsTooLongIsNoticedWithTheNextFrame() throws IOException {
        BrokerFrameReader reader =
                message("content-length:900\n", "").message("", "next").reader();

        assertThat(reader.read().fault()).isEqualTo(Fault.MALFORMED);
        assertThat(body(reader.read())).isEqualTo("next");
    }

    @Test
    void aLieIsForgottenThoughHeartbeatsLieBetweenTheFrames() throws IOException {
        message("content-length:900\n", "").write("\n\n");
        for (int i = 0; i < 5; i++) {
            message("content-length:4\n", "next").write("\n\n\n");
        }
        BrokerFrameReader reader = reader();

        assertThat(reader.read().fault()).isEqualTo(Fault.MALFORMED);
        for (int i = 0; i < 5; i++) {
            assertThat(body(reader.read())).isEqualTo("next");
        }
    }

    @Test
    void headersWithoutEndCostThatFrameOnly() throws IOException {
        message("x:" + "y".repeat(700_000) + "\n", "body").message("content-length:4\n", "next");
        BrokerFrameReader reader = new BrokerFrameReader(new Trickle(wire.toByteArray(), new Random(1)), 1000, ID);

        assertThat(reader.read().fault()).isEqualTo(Fault.MALFORMED);
        assertThat(body(reader.read())).isEqualTo("next");
    }

    @Test
    void aFrameInsideABodyIsNotTakenForOurs() throws IOException {
        String forged = "\0\nMESSAGE\nsubscription:guessed\ndestination:/topic/sync.other\n\nforged\0\n";
        BrokerFrameReader reader =
                message("content-length:2\n", "ab" + forged).message("", "next").reader();

        assertThat(body(reader.read())).isEqualTo("ab");
        // The rest, which the short length left over, is read as a frame, but of another subscription.
        assertThat(reader.read().header("subscription")).isEqualTo("guessed");
        assertThat(body(reader.read())).isEqualTo("next");
    }

    @Test
    void piecesOfAnySizeGiveTheSameFrames() throws IOException {
        for (int i = 0; i < 200; i++) {
            int size = (i * 37) % 1500;
            message("content-length:" + size + "\nn:" + i + "\n", "y".repeat(size));
        }
        byte[] bytes = wire.toByteArray();
        for (long seed = 1; seed <= 20; seed++) {
            BrokerFrameReader reader = new BrokerFrameReader(new Trickle(bytes, new Random(seed)), 1000, ID);

            for (int i = 0; i < 200; i++) {
                int size = (i * 37) % 1500;
                BrokerFrame frame = reader.read();
                assertThat(frame.header("n")).as("seed %d", seed).isEqualTo(Integer.toString(i));
                assertThat(frame.fault()).isEqualTo(size > 1000 ? Fault.TOO_LARGE : Fault.NONE);
                assertThat(frame.body()).hasSize(size > 1000 ? 0 : size);
            }
        }
    }

    /** Gives what it has in pieces of random size, as a network does. */
    private static final class Trickle extends InputStream {
        private final ByteArrayInputStream source;
        private final Random random;

        Trickle(byte[] bytes, Random random) {
            this.source = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() {
            return source.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return source.read(into, offset, 1 + random.nextInt(Math.min(length, 300)));
        }
    }
}
