package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.benchmark.peer.BrokerPeer;
import com.pfavanguard.sync.benchmark.peer.Peers;
import com.pfavanguard.sync.cli.load.Publisher;
import com.pfavanguard.sync.cli.load.StompPublisher;
import com.pfavanguard.sync.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A broker beside the gateway, set up by {@code broker-config/single/broker.xml}. */
record BrokerProcess(ServerProcess process, int stompPort, int jmsPort) implements AutoCloseable {

    /** Ready to serve when it returns. */
    static BrokerProcess start() throws IOException {
        Path directory = Report.temporaryDirectory();
        int stompPort = FreePorts.next();
        int jmsPort = FreePorts.next();
        ServerProcess process = ServerProcess.launch(
                directory, ServerProcess.java(BrokerPeer.class, directory, stompPort, jmsPort), Map.of());
        process.await(() -> process.hasSaid(Peers.READY));
        return new BrokerProcess(process, stompPort, jmsPort);
    }

    Publisher publisher(boolean persistent) throws IOException {
        return new StompPublisher(stompPort, BrokerPeer.USER, BrokerPeer.PASSWORD, persistent);
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
