/**
 * Shows administrators and monitoring the state of the process: health, metrics, traces, the start summary. Reads other
 * modules only.
 */
@ApplicationModule(
        allowedDependencies = {
            "broker",
            "event",
            "gateway",
            "messaging",
            "pauses",
            "pems",
            "roles",
            "security",
            "vital",
            "web"
        })
@NullMarked
package com.pfavanguard.sync.observability;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
