package com.pfavanguard.sync.security.web;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings for proxies in front of the gateway.
 *
 * @param hops Number of proxies that each request passes, used with server.forward-headers-strategy=framework. Each
 *     proxy adds the address it was called from to the end of X-Forwarded-For, so the client's address is this many
 *     entries from the right. Entries further left come from the client and are ignored.
 */
@Validated
@ConfigurationProperties("sync.proxy")
record ProxyProperties(@Positive @DefaultValue("1") int hops) {}
