package com.pfavanguard.sync.security;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may come in.
 *
 * @param mode "open" asks nobody for anything and works on the loopback address only; "jwt" asks everybody for a token
 * @param jwt how tokens are checked
 * @param allowedOrigins origin patterns browsers may come from, such as https://app.example or
 *     https://*.example:[8443,*], beside the gateway's own; in open mode beside those on this machine. Others get 403
 * @param allowedHosts in open mode: host names requests may be addressed to, beside localhost, 127.0.0.1 and [::1].
 *     Others get 403, so that no page can reach this process under a name of its own
 * @param queryToken whether a handshake may bring its token as ?access_token=; off, since addresses end up in logs
 * @param expiryWarning how long before its token expires a session is told; 0s is never
 * @param revocationRetention how long a revocation is remembered; keep it longer than your tokens live. Of
 *     each organization 1,000 users are; beyond that everybody's tokens made before the oldest of them are refused
 */
@Validated
@ConfigurationProperties("sync.security")
public record SecurityProperties(
        @DefaultValue("open") Mode mode,
        @Valid @DefaultValue Jwt jwt,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue List<String> allowedHosts,
        @DefaultValue("false") boolean queryToken,
        @NotNull @DefaultValue("60s") Duration expiryWarning,

        @NotNull @DurationMin(minutes = 1) @DefaultValue("30d")
        Duration revocationRetention) {

    /** Whether tokens are asked for. */
    public enum Mode {
        OPEN,
        JWT
    }

    /**
     * How tokens are checked. Exactly one of secret, publicKey, jwkSetUri and issuer says with which key; issuer may
     * stand beside the others.
     *
     * @param secret shared secret of HS256, HS384 or HS512, at least 32, 48 or 64 bytes; better as an environment
     *     variable
     * @param publicKey RSA or EC public key in PEM, or where it is (file:/etc/sync/key.pem, classpath:key.pem)
     * @param jwkSetUri where the issuer publishes its keys: HTTPS, or HTTP on this machine
     * @param issuer must be the token's iss claim; alone it also says where the keys are (OpenID discovery), by HTTPS
     *     or from this machine
     * @param allowPlainHttp lets keys be fetched by HTTP from other machines too, where others may replace them on
     *     their way; a redirect from HTTPS to HTTP is never followed
     * @param audience must be among the token's aud claim; empty: not looked at
     * @param algorithm the one signature algorithm that is accepted, whatever the token says. Default: HS256 for a
     *     secret, ES256 for an EC key, else RS256
     * @param clockSkew how far the issuer's clock and ours may be apart
     * @param claims what the claims are called
     */
    public record Jwt(
            @Nullable String secret,
            @Nullable String publicKey,
            @Nullable String jwkSetUri,
            @Nullable String issuer,
            @DefaultValue("false") boolean allowPlainHttp,
            @Nullable String audience,
            @Nullable String algorithm,
            @NotNull @DefaultValue("5s") Duration clockSkew,
            @Valid @DefaultValue Claims claims) {

        @Override
        public String toString() {
            return "Jwt[jwkSetUri=%s, issuer=%s, algorithm=%s]".formatted(jwkSetUri, issuer, algorithm);
        }
    }

    /**
     * What the claims are called.
     *
     * @param userId identity of the user; where it is absent, sub
     * @param username name of the user; where it is absent, the user's id
     * @param serviceStatus must be "active" in the token, and in an organization that has it; empty: not looked at
     * @param organizations list of the user's organizations
     * @param organizationId an organization's internal id
     * @param permissions an organization's permissions, an object of booleans
     * @param read may listen and read
     * @param sync may write to PEMS and decide conflicts
     * @param viewFinancials may see amounts
     * @param actForOthers may name another user as the author of an edit; for services
     * @param administer may revoke others' access within the organization
     * @param operate may look at the process, which serves all organizations: its metrics, the details of its health
     */
    public record Claims(
            @NotBlank @DefaultValue("userId") String userId,
            @NotBlank @DefaultValue("username") String username,
            @DefaultValue("serviceStatus") String serviceStatus,
            @NotBlank @DefaultValue("organizations") String organizations,
            @NotBlank @DefaultValue("organizationId") String organizationId,
            @NotBlank @DefaultValue("permissions") String permissions,
            @NotBlank @DefaultValue("perm_Read") String read,
            @NotBlank @DefaultValue("perm_Sync") String sync,
            @NotBlank @DefaultValue("perm_ViewFinancials") String viewFinancials,
            @NotBlank @DefaultValue("perm_ActForOthers") String actForOthers,
            @NotBlank @DefaultValue("perm_ManageUsers") String administer,
            @NotBlank @DefaultValue("perm_ViewAllOrgs") String operate) {

        public String nameOf(Permission permission) {
            return switch (permission) {
                case READ -> read;
                case SYNC -> sync;
                case VIEW_FINANCIALS -> viewFinancials;
                case ACT_FOR_OTHERS -> actForOthers;
                case ADMINISTER -> administer;
                case OPERATE -> operate;
            };
        }
    }
}
