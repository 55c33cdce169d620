package com.pfavanguard.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.GatewayProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the application as a separate process, to check that it ends, and how. */
class WebPortInUseIT {

    // Only a process that fails to end, which this test detects, waits for the whole time.
    private static final int DEADLINE_SECONDS = 120;

    @TempDir
    Path directory;

    @Test
    void aTakenPortEndsTheProcessWithAnErrorThatSaysWhatToDo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Path output = directory.resolve("output");
            Process process = application(port).redirectOutput(output.toFile()).start();
            try {
                assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
                        .as("has ended")
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }

            assertThat(process.exitValue()).isNotZero();
            assertThat(output).content().contains("APPLICATION FAILED TO START", "port " + port, "PORT", "server.port");
        }
    }

    private ProcessBuilder application(int port) {
        ProcessBuilder process = new ProcessBuilder(GatewayProcess.command())
                .directory(directory.toFile())
                .redirectErrorStream(true);
        process.environment().put("PORT", String.valueOf(port));
        process.environment().put("SYNC_BROKER_EMBEDDED_STOMP_PORT", String.valueOf(FreePorts.next()));
        process.environment().put("SYNC_BROKER_EMBEDDED_JMS_PORT", String.valueOf(FreePorts.next()));
        return process;
    }
}
