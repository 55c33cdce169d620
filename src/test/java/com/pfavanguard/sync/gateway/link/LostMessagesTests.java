package com.pfavanguard.sync.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.gateway.link.ReadMessages.MessageKind;
import com.pfavanguard.sync.gateway.link.ReadMessages.Snapshot;
import com.pfavanguard.sync.gateway.stream.HistoryLoss;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostMessagesTests {

    private static final int RING = 20;
    private static final long RETENTION = 600_000;
    private static final long NOW = 10_000_000;

    private static final long MINUTE_LATER = NOW + 60_000;

    /** Message number n expires in one minute and n seconds. */
    private static Snapshot messages(MessageKind kind, LongStream numbers) {
        ReadMessages read = new ReadMessages(1_000);
        numbers.forEach(n -> read.add(n, MINUTE_LATER + n * 1_000, kind, true));
        return read.from(0);
    }

    private static Snapshot messages(LongStream numbers) {
        return messages(MessageKind.PERSISTENT, numbers);
    }

    private static LongStream but(LongStream numbers, long... missing) {
        return numbers.filter(n -> LongStream.of(missing).noneMatch(gone -> gone == n));
    }

    private static LostMessages lost(Snapshot before, Snapshot now, long millis) {
        return LostMessages.between(before, now, RING, RETENTION, millis);
    }

    @Test
    void whatIsStillThereIsNotLost() {
        Snapshot before = messages(LongStream.rangeClosed(1, 15));

        LostMessages lost = lost(before, messages(LongStream.rangeClosed(1, 18)), NOW);

        assertThat(lost).isEqualTo(new LostMessages(0, 0, 0, 0));
        assertThat(lost.loss(false)).isEqualTo(HistoryLoss.NONE);
    }

    @Test
    void aTailThatIsGoneIsLost() {
        Snapshot before = messages(LongStream.rangeClosed(1, 15));

        LostMessages lost = lost(before, messages(LongStream.rangeClosed(1, 9)), NOW);

        assertThat(lost.persistent()).isEqualTo(6);
        assertThat(lost.loss(false)).isEqualTo(HistoryLoss.ANYWHERE);
        assertThat(lost.loss(true)).isEqualTo(HistoryLoss.ANYWHERE);
    }

    @Test
    void oneThatIsGoneFromTheMidstIsLost() {
        Snapshot before = messages(LongStream.rangeClosed(1, 15));

        LostMessages lost = lost(before, messages(but(LongStream.rangeClosed(1, 15), 8)), NOW);

        assertThat(lost.persistent()).isEqualTo(1);
    }

    @Test
    void everythingIsLostIfNothingIsThereThatMustBe() {
        assertThat(lost(messages(LongStream.rangeClosed(1, 15)), Snapshot.NONE, NOW)
                        .persistent())
                .isEqualTo(15);
    }

    @Test
    void whatHasExpiredIsNotLost() {
        Snapshot before = messages(LongStream.rangeClosed(1, 15));

        LostMessages lost = lost(before, messages(LongStream.rangeClosed(9, 15)), MINUTE_LATER + 8_000);

        assertThat(lost.persistent()).isZero();
        assertThat(lost.loss(false)).isEqualTo(HistoryLoss.NONE);
    }

    @Test
    void whatAFullRingDroppedIsNotLost() {
        Snapshot before = messages(LongStream.rangeClosed(1, 15));

        LostMessages lost = lost(before, messages(LongStream.rangeClosed(8, 27)), NOW);

        assertThat(lost.persistent()).isZero();
        assertThat(lost.loss(false)).isEqualTo(HistoryLoss.NONE);
    }

    @Test
    void whatDidNotSurviveTheBrokerIsAGapForThoseBeforeItOnly() {
        ReadMessages read = new ReadMessages(100);
        read.add(1, MINUTE_LATER + 1_000, MessageKind.PERSISTENT, true);
        read.add(2, MINUTE_LATER + 2_000, MessageKind.NON_PERSISTENT, true);
        read.add(3, MINUTE_LATER + 3_000, MessageKind.PERSISTENT, true);
        read.add(4, MINUTE_LATER + 4_000, MessageKind.MARKER, true);

        LostMessages lost = lost(read.from(0), messages(LongStream.of(1, 3, 5)), NOW);

        assertThat(lost.persistent()).isZero();
        assertThat(lost.nonPersistent()).isEqualTo(1);
        assertThat(lost.loss(false)).isEqualTo(new HistoryLoss(1, MINUTE_LATER + 2_000 - RETENTION));
        assertThat(lost.loss(true)).isEqualTo(HistoryLoss.NONE);
    }

    @Test
    void theRecordHoldsWhatWasReadAcrossProcesses(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("record");
        assertThat(new ReadMessagesFile(file).load()).isEqualTo(ReadMessagesFile.Contents.NOTHING);
        Snapshot first = messages(LongStream.rangeClosed(1, 3));
        try (ReadMessagesFile record = new ReadMessagesFile(file)) {
            record.begin("00c0ffee", RING, first);
            record.append(messages(MessageKind.NON_PERSISTENT, LongStream.rangeClosed(4, 5)));
            assertThat(record.entries()).isEqualTo(5);
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 5)); // as if the process was killed

        ReadMessagesFile.Contents kept = new ReadMessagesFile(file).load();

        assertThat(kept.data()).isEqualTo("00c0ffee");
        assertThat(kept.ringSize()).isEqualTo(RING);
        assertThat(kept.messages()).hasToString("[1, 2, 3, 4]");
        assertThat(kept.messages().expires(2)).isEqualTo(MINUTE_LATER + 3_000);
        assertThat(kept.messages().kind(2)).isEqualTo(MessageKind.PERSISTENT);
        assertThat(kept.messages().kind(3)).isEqualTo(MessageKind.NON_PERSISTENT);

        Files.writeString(file, "something else, long enough to be one");
        assertThat(new ReadMessagesFile(file).load()).isEqualTo(ReadMessagesFile.Contents.NOTHING);
    }
}
