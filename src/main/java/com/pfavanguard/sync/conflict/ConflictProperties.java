package com.pfavanguard.sync.conflict;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Conflicts between edits and PEMS.
 *
 * @param resolvedRetention how long a decided conflict can still be looked at; an unresolved one is kept for ever
 */
@ConfigurationProperties("sync.conflict")
record ConflictProperties(@DefaultValue("30d") Duration resolvedRetention) {}
