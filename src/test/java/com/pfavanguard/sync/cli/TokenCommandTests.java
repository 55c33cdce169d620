package com.pfavanguard.sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.pfavanguard.sync.testing.TestToken;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenCommandTests {

    private static final String SECRET = "--secret=" + TestToken.SECRET;

    @Test
    void printsATokenAndNothingElse() throws Exception {
        CommandRun run = CommandRun.of("token", "org-a", "org-b", SECRET, "--user=u-1", "--valid=90s");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.outLines()).hasSize(1);
        SignedJWT token = SignedJWT.parse(run.outLines().get(0));
        assertThat(token.verify(new MACVerifier(TestToken.SECRET))).isTrue();
        Map<String, Object> claims = token.getJWTClaimsSet().getClaims();
        assertThat(claims).containsEntry("userId", "u-1").containsEntry("serviceStatus", "active");
        assertThat(claims.get("organizations"))
                .isInstanceOf(List.class)
                .asString()
                .contains("org-a", "org-b", "perm_Sync");
        assertThat(token.getJWTClaimsSet().getExpirationTime().getTime()
                        - token.getJWTClaimsSet().getIssueTime().getTime())
                .isEqualTo(90_000);
    }

    @Test
    void grantsWhatItIsTold() throws Exception {
        CommandRun run =
                CommandRun.of("token", "org-a", SECRET, "--permission=perm_Read", "--permission=perm_ManageUsers");

        assertThat(SignedJWT.parse(run.outLines().get(0)).getPayload().toString())
                .contains("perm_ManageUsers")
                .doesNotContain("perm_Sync");
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(CommandRun.of("token", "org-a", "--secret=").err()).contains("SYNC_SECURITY_JWT_SECRET");
        assertThat(CommandRun.of("token", "org-a", "--secret=short").err()).contains("at least 32 bytes");
        assertThat(CommandRun.of("token", SECRET).exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("token", "org.a", SECRET).exitCode()).isEqualTo(2);
    }

    @Test
    void helpNamesThePermissionsThereAre() {
        assertThat(CommandRun.of("token", "--help").out())
                .contains("perm_Read", "perm_ActForOthers", "perm_ViewAllOrgs");
    }
}
