package com.pfavanguard.sync.gateway;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the compression of WebSocket messages.
 *
 * @param enabled Whether permessage-deflate is negotiated with clients that offer it. If not, no message is compressed,
 *     and a compressed frame of a client closes its session with 1002.
 * @param minSize Smallest JSON of a message that is compressed. Ordinary events are smaller, and stay as they are.
 */
@Validated
@ConfigurationProperties("sync.compression")
public record CompressionProperties(
        @DefaultValue("true") boolean enabled,
        @NotNull @DefaultValue("1KB") DataSize minSize) {}
