package com.pfavanguard.sync.security.web;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The proxies in front, with {@code server.forward-headers-strategy=framework}.
 *
 * @param hops how many proxies of ours a request passes. Each adds the address it was asked from to the end of
 *     {@code X-Forwarded-For}, so the client's is the one so many from the right; what stands further left is the
 *     client's own word and counts for nothing
 */
@Validated
@ConfigurationProperties("sync.proxy")
record ProxyProperties(@Positive @DefaultValue("1") int hops) {}
