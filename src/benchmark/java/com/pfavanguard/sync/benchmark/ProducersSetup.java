package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.pems.standin.StandInPems;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the gateway in a separate process, and in the driver's process a PEMS, an editor and a listener. So the
 * processor time of PEMS does not count as the gateway's.
 */
final class ProducersSetup implements AutoCloseable {

    private static final String ORGANIZATION = "org-bench";

    final StandInPems pems = new StandInPems(0, Clock.systemUTC());
    final PackagedGateway gateway;
    final Editor editor;
    final ItemEnds ends;

    ProducersSetup(String... settings) throws IOException {
        pems.start();
        List<String> all = new ArrayList<>(List.of(
                "--sync.pems.base-url=" + pems.baseUrl(),
                "--sync.pems.username=benchmark",
                "--sync.pems.password=benchmark",
                "--sync.pems.unmapped-organizations=use-id"));
        all.addAll(List.of(settings));
        gateway = PackagedGateway.start(all.toArray(String[]::new));
        editor = new Editor(gateway, ORGANIZATION);
        ends = new ItemEnds(gateway, ORGANIZATION);
    }

    /** Queues so many edits and waits until they have been written. */
    void write(int count) {
        editor.edit(count);
        ends.await(count);
    }

    @Override
    public void close() throws IOException {
        ends.close();
        gateway.close();
        pems.stop();
    }
}
