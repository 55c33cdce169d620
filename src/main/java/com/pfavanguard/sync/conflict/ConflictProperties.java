package com.pfavanguard.sync.conflict;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of conflicts between edits and PEMS.
 *
 * @param resolvedRetention How long a resolved conflict can still be read. An unresolved conflict is kept until someone
 *     resolves it.
 */
@ConfigurationProperties("sync.conflict")
record ConflictProperties(@DefaultValue("30d") Duration resolvedRetention) {}
