package com.pfavanguard.sync.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.AdminClient;
import com.pfavanguard.sync.testing.AdminClient.Answer;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What administrators see and do below {@code /actuator}, in a process that has every role. */
class AdminEndpointsIT {

    private static final String CHIEF = TestToken.of("chief")
            .in("org-x", "perm_Read", "perm_ViewAllOrgs", "perm_ManageUsers")
            .sign();

    @TempDir
    static Path data;

    private static TestGateway gateway;
    private static AdminClient admin;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(
                data, TestToken.settings("--sync.pems.stand-in.enabled=true", "--sync.worker.rate=1000"));
        admin = new AdminClient(gateway, CHIEF);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static JsonNode get(String path) {
        Answer answer = admin.get(path);
        System.out.println(path + " " + answer.body());
        assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void all() {
        for (String path : List.of(
                "/sessions",
                "/rooms",
                "/link",
                "/worker",
                "/refusals",
                "/audit",
                "/pauses",
                "/sessions?limit=0",
                "/sessions?sort=x")) {
            Answer answer = admin.get(path);
            System.out.println(path + " " + answer);
        }
        System.out.println(admin.delete("/sessions/nothing"));
        System.out.println(admin.post("/pauses/org-p", Map.of("reason", "PEMS upgrade")));
        System.out.println(admin.post("/pauses/org-p", Map.of()));
        System.out.println(admin.post("/pauses/org-p", "{]"));
        System.out.println(admin.get("/pauses"));
        System.out.println(admin.delete("/pauses/org-p"));
        System.out.println(admin.get("/audit"));
    }
}
