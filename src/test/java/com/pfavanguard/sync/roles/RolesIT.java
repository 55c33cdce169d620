package com.pfavanguard.sync.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pfavanguard.sync.pems.PemsClient;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

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
        }
    }

    @Test
    void aProducerServesTheRestApi() {
        try (TestGateway producer = TestGateway.start(data, "--sync.roles=producer")) {
            assertThat(new RestClient(producer)
                            .get("/sync-status?organizationId=org-tier")
                            .status())
                    .isEqualTo(200);
        }
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
