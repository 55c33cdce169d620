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
 * Settings for who may connect.
 *
 * @param mode open asks for no token and works only on a loopback address. jwt asks for a token with every request and
 *     session.
 * @param jwt How tokens are checked.
 * @param allowedOrigins Origin patterns of browser pages that may connect, such as https://app.example or
 *     https://*.example:[8443,*]. The gateway's own origin is always allowed; in open mode origins on this machine are
 *     too. Other origins get HTTP 403.
 * @param allowedHosts In open mode: host names that requests may be addressed to, in addition to localhost, 127.0.0.1
 *     and [::1]. Other names get HTTP 403, so that no web page reaches this process under a name of its choice.
 * @param queryToken Whether a handshake may bring its token as ?access_token=. Off by default, because addresses end up
 *     in the logs of proxies.
 * @param expiryWarning How long before its token expires a session gets the message TOKEN_EXPIRING. 0s turns the
 *     message off.
 * @param revocationRetention How long a revocation is remembered. Keep it longer than your tokens live. Up to 1,000
 *     revoked users are remembered for each organization; with more, all tokens of the organization that are older than
 *     the oldest of these revocations are refused.
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
     * How tokens are checked. Exactly one of secret, publicKey, jwkSetUri and issuer says which key checks them; issuer
     * may also stand beside one of the others.
     *
     * @param secret Shared secret of HS256, HS384 or HS512: at least 32, 48 or 64 bytes. Better set as the environment
     *     variable SYNC_SECURITY_JWT_SECRET. Exactly one of secret, public-key, jwk-set-uri and issuer says which key
     *     checks the tokens; issuer may also stand beside one of the others.
     * @param publicKey RSA or EC public key in PEM, or its location, such as file:/etc/sync/issuer.pem or
     *     classpath:issuer.pem.
     * @param jwkSetUri Address where the issuer publishes its keys. HTTPS, or HTTP on this machine; anything else fails
     *     the start.
     * @param issuer Required iss claim of a token. If no key is set beside it, the keys are found by OpenID discovery,
     *     from HTTPS addresses or from this machine. Another issuer address fails the start. If discovery names another
     *     jwks_uri, no key is fetched, the log says so, and tokens get HTTP 503.
     * @param allowPlainHttp Whether keys may be fetched from other machines by plain HTTP. An attacker on the way can
     *     then replace the keys and let anyone in. A redirect from HTTPS to HTTP is never followed.
     * @param audience Audience that the aud claim of a token must contain. Default: aud is not checked.
     * @param algorithm The only signature algorithm that is accepted, whatever the token says. Default: HS256 for a
     *     secret, ES256 for an EC key, otherwise RS256.
     * @param clockSkew How far the clocks of the issuer and of this machine may be apart.
     * @param claims Names of the claims.
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
     * Names of the claims, of their fields, and of the permissions.
     *
     * @param userId Claim with the id of the user. If a token does not have it, sub is used.
     * @param username Claim with the name of the user. If a token does not have it, the id is used.
     * @param serviceStatus Claim that must be "active" in the token, and in each organization that has it. Empty: not
     *     checked.
     * @param organizations Claim with the list of the user's organizations.
     * @param organizationId Field with the internal id of an organization.
     * @param permissions Field with the permissions of an organization: an object of booleans.
     * @param read Permission to listen and to read.
     * @param sync Permission to send edits and to resolve conflicts.
     * @param viewFinancials Permission to see amounts.
     * @param actForOthers Permission to name another user as the author of an edit. For services.
     * @param administer Permission to revoke the access of users within the organization; with the permission operate, also
     *     to act on the admin page.
     * @param operate Permission to see metrics, the details of health and the admin page, which cover all organizations.
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
