package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.pems.PemsErrorCode;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PemsAnswersTests {

    @Test
    void tellsTimesAndErrorsOfTheLatest() {
        PemsAnswers answers = new PemsAnswers(Clock.systemUTC());
        assertThat(answers.summary().medianMilliseconds()).isNull();

        for (int i = 0; i < PemsAnswers.MOST; i++) {
            answers.add(Duration.ofSeconds(9), null);
        }
        for (int millis = 1; millis <= PemsAnswers.MOST; millis++) {
            answers.add(Duration.ofMillis(millis), millis % 100 == 0 ? PemsErrorCode.SERVER_ERROR : null);
        }

        PemsAnswers.Summary summary = answers.summary();
        assertThat(summary.requests()).isEqualTo(PemsAnswers.MOST);
        assertThat(summary.medianMilliseconds()).isEqualTo(PemsAnswers.MOST / 2);
        assertThat(summary.p95Milliseconds()).isEqualTo(PemsAnswers.MOST * 95 / 100);
        assertThat(summary.errors()).containsEntry(PemsErrorCode.SERVER_ERROR, 5);
        assertThat(summary.lastErrorAt()).isNotNull();
    }
}
