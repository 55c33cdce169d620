package com.pfavanguard.sync.pems.standin;

import java.time.Instant;

/**
 * One request the stand-in has received.
 *
 * @param at when it arrived
 * @param organizationCode empty for a health check
 * @param pfaId empty for a health check
 * @param behaviour how it was answered: {@code normal}, another mode, or an HTTP status
 */
public record StandInCall(
        Instant at, StandInOperation operation, String organizationCode, String pfaId, String behaviour) {}
