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
 * How much of the gateway one client, user, organization or address may have. Each process counts for itself.
 *
 * @param connectionsPerOrganization sessions of one organization at once; further handshakes get HTTP 429. No less
 *     than the gateway takes at all; lower it where organizations shall not crowd each other out
 * @param connectionsPerUser sessions of one user at once; further ones get HTTP 429, or 4003 if the token came with
 *     CONNECT. In open mode there are no users
 * @param connectionsPerAddress sessions from one address at once; further handshakes get HTTP 429
 * @param connectsPerSecond handshakes a second, five times as many in a burst; further ones get HTTP 503
 * @param connectsPerSecondPerAddress handshakes a second from one address, five times as many in a burst; further ones
 *     get HTTP 429
 * @param countLoopback whether the limits for one address hold for loopback addresses too, where a proxy, an SSH tunnel
 *     or a load test stands for many
 * @param unauthenticatedConnections sessions at once that have yet to say who they are, in CONNECT; further handshakes
 *     without a token get HTTP 503
 * @param framesPerSecond WebSocket frames a session may send a second, pings and fragments too, and each further STOMP
 *     frame in one; three times as many in a burst; beyond that it is closed with 4004
 * @param bytesPerSecond likewise in bytes
 * @param headersPerFrame headers of one STOMP frame; one with more gets an ERROR
 * @param headerSize longest header of a STOMP frame, name and value in bytes, escapes included, but for the token's; a
 *     longer one gets an ERROR, and so does a subscription's id of more than 64 bytes
 * @param handshakeTime how long a connection may take to send the headers of its first request, go on with any request
 *     at less than 1 KB a second, or read an answer as slowly; it is cut off after that. Also how long a request may
 *     wait while half of the server's threads are busy with others; then it gets HTTP 503
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
