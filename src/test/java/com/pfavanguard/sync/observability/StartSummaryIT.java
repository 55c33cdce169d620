package com.pfavanguard.sync.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.TestGateway;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class StartSummaryIT {

    @TempDir
    Path data;

    @Test
    void aStandInPemsIsCalledOneAndTheRestApiNamed(CapturedOutput output) {
        int pems = FreePorts.next();
        try (TestGateway gateway = TestGateway.start(data, "--sync.pems.stand-in.port=" + pems)) {
            assertThat(summary(output))
                    .contains("http://localhost:" + gateway.port() + "/api/pems ", gateway.port() + "/v3/api-docs")
                    .contains("PEMS         a STAND-IN with made-up records at http://127.0.0.1:" + pems)
                    .contains("nothing reaches a real PEMS until sync.pems.base-url names it");
        }
    }

    @Test
    void aRealPemsIsNamedWithoutItsCredentials(CapturedOutput output) {
        try (TestGateway gateway = TestGateway.start(
                data,
                "--sync.pems.base-url=https://pems.example.com/eam",
                "--sync.pems.username=writer-7",
                "--sync.pems.password=s3cret")) {
            assertThat(gateway.port()).isPositive();
            assertThat(summary(output))
                    .contains("PEMS         https://pems.example.com/eam")
                    .doesNotContain("STAND-IN", "writer-7", "s3cret");
        }
    }

    @Test
    void aProcessThatTakesNoEditsTellsOfNeither(CapturedOutput output) {
        int management = FreePorts.next();
        try (TestGateway gateway = TestGateway.start(
                data,
                "--sync.roles=gateway",
                "--management.server.port=" + management,
                "--management.server.address=127.0.0.1")) {
            assertThat(summary(output))
                    .contains("http://localhost:" + management + "/actuator/health")
                    .contains("http://localhost:" + management + "/admin")
                    .contains("localhost:" + gateway.port() + "/api/ws/sync/")
                    .doesNotContain("/api/pems", "PEMS  ");
        }
    }

    @Test
    void anExternalBrokerIsNamedWithoutThePasswordsInItsUrl(CapturedOutput output) {
        try (TestGateway broker = TestGateway.start(data);
                TestGateway gateway = TestGateway.beside(
                        broker,
                        "--sync.broker.external.jms-url=tcp://127.0.0.1:" + broker.jmsPort()
                                + "?trustStorePassword=s3cret")) {
            assertThat(gateway.port()).isPositive();
            assertThat(summary(output)).contains("JMS tcp://127.0.0.1:" + broker.jmsPort());
            assertThat(output.getAll()).doesNotContain("s3cret");
        }
    }

    private static String summary(CapturedOutput output) {
        return output.getOut().substring(output.getOut().lastIndexOf("Ready."));
    }
}
