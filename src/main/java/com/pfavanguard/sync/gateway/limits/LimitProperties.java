package com.pfavanguard.sync.gateway.limits;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits per client, user, organization and address. Each process counts separately.
 *
 * @param connectionsPerOrganization Maximum number of open sessions of one organization. Further handshakes get HTTP
 *     429. The default is the same as sync.gateway.max-connections; lower it if one organization must not take the
 *     place of others.
 * @param connectionsPerUser Maximum number of open sessions of one user. A service needs one for each organization it
 *     listens to. Further handshakes get HTTP 429; if the token comes with CONNECT, the session is closed with 4003.
 *     Not applied in open mode, which knows no users.
 * @param connectionsPerAddress Maximum number of open sessions from one IPv4 address or one IPv6 /64 network. Further
 *     handshakes get HTTP 429.
 * @param connectsPerSecond Handshakes per second, five times as many in a burst. Further handshakes get HTTP 503.
 * @param connectsPerSecondPerAddress Handshakes per second from one IPv4 address or one IPv6 /64 network, five times as
 *     many in a burst. Further handshakes get HTTP 429.
 * @param countLoopback Whether the limits per address also apply to loopback addresses. Off by default, because a
 *     proxy, an SSH tunnel or a load test connects from there for many clients.
 * @param unauthenticatedConnections Maximum number of open sessions that have not brought a token yet and must do so in
 *     CONNECT. Further handshakes without a token get HTTP 503.
 * @param framesPerSecond WebSocket frames that a session may send per second, three times as many in a burst. Pings,
 *     fragments and each further STOMP frame inside one WebSocket frame count too. Above the limit the session is
 *     closed with 4004.
 * @param bytesPerSecond Bytes that a session may send per second, three times as many in a burst. Above the limit the
 *     session is closed with 4004.
 * @param headersPerFrame Maximum number of headers of one STOMP frame. A frame with more gets an ERROR frame.
 * @param headerSize Longest header of a STOMP frame: name and value in bytes, escapes included. A longer header gets an
 *     ERROR frame, and so does a subscription id of more than 64 bytes. Authorization and pfa-ids are exempt.
 * @param handshakeTime Maximum time from the start of a connection to the end of its first request's headers. Also how
 *     long a request may be sent, or its answer read, at less than 1 KB/s. After that the connection is cut. Also how
 *     long a request may wait while half of the server's threads are busy with requests other than handshakes and
 *     probes; after that it gets HTTP 503.
 */
@Validated
@ConfigurationProperties("sync.gateway.limits")
public record LimitProperties(
        @Positive @DefaultValue("10000") int connectionsPerOrganization,
        @Positive @DefaultValue("500") int connectionsPerUser,
        @Positive @DefaultValue("2000") int connectionsPerAddress,
        @Positive @DefaultValue("3000") int connectsPerSecond,
        @Positive @DefaultValue("200") int connectsPerSecondPerAddress,
        @DefaultValue("false") boolean countLoopback,
        @Positive @DefaultValue("2000") int unauthenticatedConnections,
        @Positive @DefaultValue("100") int framesPerSecond,
        @NotNull @DefaultValue("64KB") DataSize bytesPerSecond,
        @Positive @DefaultValue("32") int headersPerFrame,
        @NotNull @DefaultValue("1KB") DataSize headerSize,

        @NotNull @DurationMin(seconds = 1) @DefaultValue("10s")
        Duration handshakeTime) {}
