package com.pfavanguard.sync.writequeue;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failed items, and those who are not to touch them. */
class ForeignItemsIT {

    private static final String WRITER =
            TestToken.of("u-writer").in("org-a", "perm_Read", "perm_Sync").sign();
    private static final String STRANGER =
            TestToken.of("u-stranger").in("org-b", "perm_Read", "perm_Sync").sign();

    @TempDir
    Path data;

    @Test
    void nobodyButItsOrganizationsWritersRetriesOrRemovesAnItem() {
        try (TestGateway gateway = TestGateway.start(
                data, TestToken.settings("--sync.roles=producer", "--sync.pems.unmapped-organizations=refuse"))) {
            RestClient rest = new RestClient(gateway);
            RestClient writer = rest.with(WRITER);
            RestClient stranger = rest.with(STRANGER);
            RestClient reader = rest.with(TestToken.reader("u-reader", "org-a"));
            writer.write("org-a", RestClient.edit("PFA-1", "new"));
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> writer.failed("org-a").size() == 1);
            String item = "/failed/" + writer.failed("org-a").at("/0/itemId").stringValue();

            assertThat(rest.delete(item).status()).isEqualTo(401);
            assertThat(stranger.delete(item).status()).isEqualTo(404);
            assertThat(stranger.post(item + "/retry", Map.of()).status()).isEqualTo(404);
            assertThat(gateway.counter("sync.security.foreign.tries")).isEqualTo(2);
            assertThat(reader.delete(item).body().get("code").stringValue()).isEqualTo("PERMISSION_DENIED");
            assertThat(reader.post(item + "/retry", Map.of()).status()).isEqualTo(403);

            assertThat(writer.delete(item).status()).isEqualTo(204);
        }
    }
}
