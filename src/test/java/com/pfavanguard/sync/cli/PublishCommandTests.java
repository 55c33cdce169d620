package com.pfavanguard.sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.FreePorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishCommandTests {

    @ParameterizedTest
    @CsvSource({
        "publish,                                                          'ORG', 'TYPE'",
        "publish org-rio,                                                  'TYPE'",
        "publish org-rio SYNC_QUEUED,                                      --pfa",
        "publish org.rio SYNC_QUEUED --pfa PFA-1,                          [A-Za-z0-9_-]{1,64}",
        "publish org-rio SYNC_STARTED --pfa PFA-1,                         SYNC_STARTED",
        "publish org-rio SYNC_QUEUED --pfa PFA*1,                          A pfaId must match",
        "publish org-rio SYNC_QUEUED --pfa PFA-1 --event-id a/b,           An eventId must match",
        "publish org-rio SYNC_SUCCESS --pfa PFA-1,                         SYNC_SUCCESS needs --new-version",
        "publish org-rio SYNC_SUCCESS --pfa PFA-1 --new-version eight,     eight",
        "publish org-rio SYNC_SUCCESS --pfa PFA-1 --new-version=-1,        newVersion must be 0 or more",
        "publish org-rio SYNC_SUCCESS --pfa PFA-1 --new-version 8 --resolution maybe, resolution must be use_pems",
        "publish org-rio SYNC_QUEUED --pfa PFA-1 --retry-count 1 --next-attempt-at soon, 'soon'",
        "publish org-rio SYNC_QUEUED --pfa PFA-1 --error x,                SYNC_QUEUED takes no --error",
        "publish org-rio SYNC_QUEUED --pfa PFA-1 --url vm://0,             --url must be like tcp://",
        "publish org-rio SYNC_QUEUED --pfa PFA-1 --url localhost:61616,    --url must be like tcp://",
        "publish org-rio SYNC_QUEUED --pfa PFA-1 --colour red,             --colour",
    })
    void whatIsNotUnderstoodIsNamedAndNothingIsSent(String commandLine, String named) {
        CommandRun run = CommandRun.of(commandLine.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(named).contains("publish --help");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aBrokerThatIsNotThereIsNamedWithAWayOn() {
        String url = "tcp://localhost:" + FreePorts.next();

        CommandRun run = CommandRun.of("publish", "org-rio", "SYNC_QUEUED", "--pfa", "PFA-1", "--url", url);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualToIgnoringNewLines("cannot reach a broker at " + url
                        + "; check that it is running, or give another address with --url");
        assertThat(run.out()).isEmpty();
    }
}
