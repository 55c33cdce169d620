package com.pfavanguard.sync.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pfavanguard.sync.gateway.BrokerLinkStatus;
import com.pfavanguard.sync.pems.PemsClient;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RolesIT {

    @TempDir
    Path data;

    @Test
    void aGatewayAloneServesSocketsAndKnowsNoPems() {
        try (TestGateway gateway = TestGateway.start(data, "--sync.roles=gateway");
                WireClient client = WireClient.json(gateway, "org-tier")) {
            assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
                    .isThrownBy(() -> gateway.bean(PemsClient.class));
            assertThat(new RestClient(gateway)
                            .get("/sync-status?organizationId=org-tier")
                            .status())
                    .isEqualTo(404);
            assertThat(client.isOpen()).isTrue();
            assertThat(status(gateway, "/")).isEqualTo(200);
            // Publishes, as a producer does.
            assertThat(RestClient.post(gateway.http("/api/demo/org-tier/sample-write"), Map.of())
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void aProducerServesTheRestApiAndNoClients(CapturedOutput output) {
        try (TestGateway producer = TestGateway.start(data, "--sync.roles=producer")) {
            assertThat(new RestClient(producer)
                            .get("/sync-status?organizationId=org-tier")
                            .status())
                    .isEqualTo(200);
            assertThat(status(producer, "/actuator/health/readiness")).isEqualTo(200);
            assertThat(status(producer, "/")).isEqualTo(404);
            assertThat(status(producer, "/sync-client.js")).isEqualTo(404);
            assertThat(status(producer, "/api/ws/sync/org-tier")).isEqualTo(404);
            assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
                    .isThrownBy(() -> producer.bean(BrokerLinkStatus.class));
            assertThat(output.getOut().substring(output.getOut().lastIndexOf("Ready.")))
                    .contains("/api/pems")
                    .doesNotContain("Clients", "Live page");
        }
    }

    @Test
    void anApiAloneTakesEditsAndNeedsNoPems() {
        try (TestGateway api = TestGateway.start(data, "--sync.roles=api", "--sync.pems.stand-in.enabled=false")) {
            RestClient rest = new RestClient(api);

            assertThat(rest.write("org-tier", RestClient.edit("PFA-1", "new")).status())
                    .isEqualTo(200);

            assertThat(rest.status("org-tier").get("waiting").intValue()).isEqualTo(1);
            assertThat(rest.status("org-tier").get("nextSyncAt").isNull()).isTrue();
            assertThat(status(api, "/api/ws/sync/org-tier")).isEqualTo(404);
        }
    }

    @Test
    void aWorkerAloneWritesAndServesNothing(CapturedOutput output) {
        try (TestGateway api = TestGateway.start(data, "--sync.roles=gateway,api");
                TestGateway worker = TestGateway.beside(api, "--sync.roles=worker");
                WireClient client = WireClient.json(api, "org-tier")) {
            new RestClient(api).write("org-tier", RestClient.edit("PFA-1", "new"));

            assertThat(RestClient.sequence(client, "PFA-1"))
                    .containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_SUCCESS");
            assertThat(status(worker, "/api/pems/sync-status?organizationId=org-tier"))
                    .isEqualTo(404);
            assertThat(status(worker, "/actuator/health/readiness")).isEqualTo(200);
            assertThat(output.getOut().substring(output.getOut().lastIndexOf("Ready.")))
                    .contains("PEMS  ")
                    .doesNotContain("/api/pems", "Clients");
        }
    }

    @Test
    void aProducerAsksForTokensTooAndLeavesRevocationsToGateways() {
        String boss = TestToken.of("boss")
                .in("org-tier", "perm_Read", "perm_ManageUsers")
                .sign();
        try (TestGateway producer = TestGateway.start(data, TestToken.settings("--sync.roles=producer"))) {
            RestClient rest = new RestClient(producer);
            assertThat(rest.get("/sync-status?organizationId=org-tier").status())
                    .isEqualTo(401);
            assertThat(rest.with(boss)
                            .get("/sync-status?organizationId=org-tier")
                            .status())
                    .isEqualTo(200);
            assertThat(RestClient.post(
                                    producer.http("/api/admin/revocations"),
                                    Map.of("userId", "u-1"),
                                    "Authorization",
                                    "Bearer " + boss)
                            .status())
                    .isEqualTo(404);

            try (TestGateway gateway = TestGateway.beside(producer, TestToken.settings("--sync.roles=gateway"))) {
                String token = TestToken.reader("u-1", "org-tier");
                assertThat(rest.with(token)
                                .get("/sync-status?organizationId=org-tier")
                                .status())
                        .isEqualTo(200);

                assertThat(RestClient.post(
                                        gateway.http("/api/admin/revocations"),
                                        Map.of("userId", "u-1"),
                                        "Authorization",
                                        "Bearer " + boss)
                                .status())
                        .isEqualTo(200);

                Awaitility.await()
                        .atMost(WireClient.PATIENCE)
                        .until(() -> rest.with(token)
                                        .get("/sync-status?organizationId=org-tier")
                                        .status()
                                == 401);
            }
        }
    }

    private static int status(TestGateway of, String path) {
        return RestClient.get(of.http(path)).status();
    }

    @Test
    void withoutASettingAProcessPlaysEveryRole() {
        try (TestGateway both = TestGateway.start(data, "--sync.roles=");
                WireClient client = WireClient.json(both, "org-tier")) {
            assertThat(new RestClient(both)
                            .get("/sync-status?organizationId=org-tier")
                            .status())
                    .isEqualTo(200);
            assertThat(client.isOpen()).isTrue();
        }
    }
}
