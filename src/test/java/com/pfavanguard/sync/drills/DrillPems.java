package com.pfavanguard.sync.drills;

import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInPems;
import java.time.Clock;
import java.time.Duration;

/** The PEMS of a drill: outside of the process that is damaged, so that it remembers what was written. */
final class DrillPems implements AutoCloseable {

    private final StandInPems pems = new StandInPems(0, Clock.systemUTC());

    DrillPems() {
        pems.start();
    }

    /** Keeps edits waiting: each answer takes longer than the drill. */
    void hold() {
        pems.behave(StandInBehaviour.NORMAL.delayedBy(Duration.ofMinutes(2)));
    }

    void release() {
        pems.behaveNormally();
    }

    StandInPems records() {
        return pems;
    }

    String[] settings() {
        return new String[] {
            "--sync.pems.base-url=" + pems.baseUrl(),
            "--sync.pems.username=u",
            "--sync.pems.password=p",
            "--sync.pems.unmapped-organizations=use-id",
            "--sync.worker.rate=1000"
        };
    }

    @Override
    public void close() {
        pems.stop();
    }
}
