package com.pfavanguard.sync.pems.standin;

import java.time.Instant;

/**
 * One request the stand-in has received.
 *
 * @param at when it arrived
 * @param organizationCode empty for a health check
 * @param pfaId empty for a health check
 * @param behaviour what it met: {@code normal}, another mode, or the status asked for
 */
public record StandInCall(
        Instant at, StandInOperation operation, String organizationCode, String pfaId, String behaviour) {}
