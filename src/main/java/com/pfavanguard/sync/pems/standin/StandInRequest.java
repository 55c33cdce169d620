package com.pfavanguard.sync.pems.standin;

/** One request to the PEMS contract; a health check names no record and has no body. */
record StandInRequest(StandInOperation operation, String organizationCode, String pfaId, String body) {}
