package com.pfavanguard.sync.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.gateway.link.ReadMessages.Kind;
import com.pfavanguard.sync.gateway.link.ReadMessages.Part;
import com.pfavanguard.sync.gateway.stream.Loss;
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

    /** Message number n expires n seconds later than in a minute. */
    private static Part messages(Kind kind, LongStream numbers) {
        ReadMessages read = new ReadMessages(1_000);
        numbers.forEach(n -> read.add(n, MINUTE_LATER + n * 1_000, kind, true));
        return read.from(0);
    }

    private static Part messages(LongStream numbers) {
        return messages(Kind.PERSISTENT, numbers);
    }

    private static LongStream but(LongStream numbers, long... missing) {
        return numbers.filter(n -> LongStream.of(missing).noneMatch(gone -> gone == n));
    }

    private static LostMessages lost(Part before, Part now, long millis) {
        return LostMessages.between(before, now, RING, RETENTION, millis);
    }

    @Test
    void whatIsStillThereIsNotLost() {
        Part before = messages(LongStream.rangeClosed(1, 15));

        LostMessages lost = lost(before, messages(LongStream.rangeClosed(1, 18)), NOW);

        assertThat(lost).isEqualTo(new LostMessages(0, 0, 0, 0));
        assertThat(lost.loss(false)).isEqualTo(Loss.NONE);
    }

    @Test
    void aTailThatIsGoneIsLost() {
        Part before = messages(LongStream.rangeClosed(1, 15));

        LostMessages lost = lost(before, messages(LongStream.rangeClosed(1, 9)), NOW);

        assertThat(lost.persistent()).isEqualTo(6);
        assertThat(lost.loss(false)).isEqualTo(Loss.ANYWHERE);
        assertThat(lost.loss(true)).isEqualTo(Loss.ANYWHERE);
    }

    @Test
    void oneThatIsGoneFromTheMidstIsLost() {
        Part before = messages(LongStream.rangeClosed(1, 15));

        LostMessages lost = lost(before, messages(but(LongStream.rangeClosed(1, 15), 8)), NOW);

        assertThat(lost.persistent()).isEqualTo(1);
    }

    @Test
    void everythingIsLostIfNothingIsThereThatMustBe() {
        assertThat(lost(messages(LongStream.rangeClosed(1, 15)), Part.NONE, NOW).persistent())
                .isEqualTo(15);
    }

    @Test
    void whatHasExpiredIsNotLost() {
        Part before = messages(LongStream.rangeClosed(1, 15));

        LostMessages lost = lost(before, messages(LongStream.rangeClosed(9, 15)), MINUTE_LATER + 8_000);

        assertThat(lost.persistent()).isZero();
        assertThat(lost.loss(false)).isEqualTo(Loss.NONE);
    }

    @Test
    void whatHadToMakeRoomIsNotLost() {
        Part before = messages(LongStream.rangeClosed(1, 15));

        LostMessages lost = lost(before, messages(LongStream.rangeClosed(8, 27)), NOW);

        assertThat(lost.persistent()).isZero();
        assertThat(lost.loss(false)).isEqualTo(Loss.NONE);
    }

    @Test
    void whatDidNotSurviveTheBrokerIsAGapForThoseBeforeItOnly() {
        ReadMessages read = new ReadMessages(100);
        read.add(1, MINUTE_LATER + 1_000, Kind.PERSISTENT, true);
        read.add(2, MINUTE_LATER + 2_000, Kind.PASSING, true);
        read.add(3, MINUTE_LATER + 3_000, Kind.PERSISTENT, true);
        read.add(4, MINUTE_LATER + 4_000, Kind.MARKER, true);

        LostMessages lost = lost(read.from(0), messages(LongStream.of(1, 3, 5)), NOW);

        assertThat(lost.persistent()).isZero();
        assertThat(lost.passing()).isEqualTo(1);
        assertThat(lost.loss(false)).isEqualTo(new Loss(1, MINUTE_LATER + 2_000 - RETENTION));
        assertThat(lost.loss(true)).isEqualTo(Loss.NONE);
    }

    @Test
    void theRecordHoldsWhatWasReadAcrossProcesses(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("record");
        assertThat(new ReadRecord(file).load()).isEqualTo(ReadRecord.Kept.NOTHING);
        Part first = messages(LongStream.rangeClosed(1, 3));
        try (ReadRecord record = new ReadRecord(file)) {
            record.begin("00c0ffee", RING, first);
            record.append(messages(Kind.PASSING, LongStream.rangeClosed(4, 5)));
            assertThat(record.entries()).isEqualTo(5);
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 5)); // cut off with its process

        ReadRecord.Kept kept = new ReadRecord(file).load();

        assertThat(kept.data()).isEqualTo("00c0ffee");
        assertThat(kept.ringSize()).isEqualTo(RING);
        assertThat(kept.messages()).hasToString("[1, 2, 3, 4]");
        assertThat(kept.messages().expires(2)).isEqualTo(MINUTE_LATER + 3_000);
        assertThat(kept.messages().kind(2)).isEqualTo(Kind.PERSISTENT);
        assertThat(kept.messages().kind(3)).isEqualTo(Kind.PASSING);

        Files.writeString(file, "something else, long enough to be one");
        assertThat(new ReadRecord(file).load()).isEqualTo(ReadRecord.Kept.NOTHING);
    }
}
