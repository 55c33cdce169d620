package com.pfavanguard.sync.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.gateway.link.GapCheck.Verdict;
import com.pfavanguard.sync.gateway.link.ReadMessages.MessageKind;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GapCheckTests {

    private final ReadMessages read = new ReadMessages(100);

    private void read(long... numbers) {
        LongStream.of(numbers).forEach(number -> read.add(number, 0, MessageKind.PERSISTENT, true));
    }

    /** The broker is asked now, and answers before anything else is read. */
    private Verdict oldestIs(GapCheck check, long number) {
        return check.judge(OptionalLong.of(number), read.count());
    }

    @Test
    void whileTheOldestWasReadBeforeTheLastLookNothingHasGoneUnread() {
        read(10, 12, 11); // in the order of arrival, whatever their numbers
        GapCheck check = new GapCheck(read);

        assertThat(oldestIs(check, 10)).isEqualTo(Verdict.NO_GAP);
        read(13, 14);
        assertThat(oldestIs(check, 11)).isEqualTo(Verdict.NO_GAP);
        assertThat(oldestIs(check, 14)).isEqualTo(Verdict.NO_GAP);
        assertThat(oldestIs(check, 14)).isEqualTo(Verdict.NO_GAP);
    }

    @Test
    void anOldestThatWasReadSinceTheLastLookMayComeAfterSomethingThatWasNot() {
        read(1, 2);
        GapCheck check = new GapCheck(read);
        assertThat(oldestIs(check, 1)).isEqualTo(Verdict.NO_GAP);

        read(90, 91); // 3 to 89 were dropped in front of them

        assertThat(oldestIs(check, 90)).isEqualTo(Verdict.GAP);
        assertThat(oldestIs(check, 91)).isEqualTo(Verdict.NO_GAP);
    }

    @Test
    void anOldestThatHasNotBeenReadYetMayComeAfterSomethingThatWillNotBe() {
        read(1, 2);
        GapCheck check = new GapCheck(read);

        assertThat(oldestIs(check, 90)).isEqualTo(Verdict.GAP);
    }

    @Test
    void anEmptyRingSaysNothingOfWhatHasGone() {
        read(1, 2);
        GapCheck check = new GapCheck(read);

        assertThat(check.judge(OptionalLong.empty(), read.count())).isEqualTo(Verdict.GAP);
    }

    @Test
    void whatWasReadWhileTheBrokerWasAskedDoesNotCount() {
        read(1, 2);
        GapCheck check = new GapCheck(read);
        long askedAt = read.count();
        read(3, 4);
        assertThat(check.judge(OptionalLong.of(1), askedAt)).isEqualTo(Verdict.NO_GAP);

        assertThat(oldestIs(check, 3)).isEqualTo(Verdict.GAP);
    }

    @Test
    void untilSomethingWasReadThereIsNothingToGoUnread() {
        read.add(5, 0, MessageKind.MARKER, false); // of another priority, which the broker is not asked about
        read(6, 7);
        GapCheck check = new GapCheck(read);

        assertThat(oldestIs(check, 7))
                .isEqualTo(Verdict.GAP); // what came before the first message is for the connection before to judge
    }

    @Test
    void aMessageWithoutANumberIsNoGapButNoProofEither() {
        read(1);
        read(ReadMessages.UNKNOWN, 3);
        GapCheck check = new GapCheck(read);
        assertThat(oldestIs(check, 1)).isEqualTo(Verdict.NO_GAP);

        assertThat(oldestIs(check, 2)).isEqualTo(Verdict.UNDECIDED);
        assertThat(oldestIs(check, 3)).isEqualTo(Verdict.NO_GAP);

        assertThat(oldestIs(check, 90)).isEqualTo(Verdict.GAP);
    }

    @Test
    void theNextLookCoversTheTimeOfOneThatProvedNothing() {
        read(1, ReadMessages.UNKNOWN);
        GapCheck check = new GapCheck(read);
        assertThat(oldestIs(check, 1)).isEqualTo(Verdict.NO_GAP);
        assertThat(oldestIs(check, 80)).isEqualTo(Verdict.UNDECIDED);

        read(80);

        assertThat(oldestIs(check, 80)).isEqualTo(Verdict.GAP);
    }

    @Test
    void whatTheRingDropsWhileThePastIsReadIsRememberedUntilItHasBeenCompared() {
        read(1, 2, 3);
        GapCheck check = new GapCheck(read);
        assertThat(oldestIs(check, 1)).isEqualTo(Verdict.NO_GAP);

        assertThat(oldestIs(check, 3)).isEqualTo(Verdict.NO_GAP);
        assertThat(read.from(0).size()).isEqualTo(3);

        read.mayForget();
        assertThat(read.from(0).size()).isEqualTo(1);
    }

    @Test
    void whatIsRememberedIsBoundedAndLetGoOf() {
        for (int i = 0; i < 1_000; i++) {
            read(i);
        }
        assertThat(read.from(0).size()).isEqualTo(100);
        assertThat(read.count()).isEqualTo(1_000);
        assertThat(read.ordinalOf(899)).isEqualTo(-1);
        assertThat(read.ordinalOf(900)).isEqualTo(900);

        read.mayForget();
        read.forgetBefore(990);

        assertThat(read.from(995).size()).isEqualTo(5);
        assertThat(read.from(0).number(0)).isEqualTo(990);
        assertThat(read.ordinalOf(989)).isEqualTo(-1);
    }
}
