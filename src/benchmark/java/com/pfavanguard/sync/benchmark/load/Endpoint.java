package com.pfavanguard.sync.benchmark.load;

/**
 * Where clients connect to on the loopback address.
 *
 * @param stomp whether they speak STOMP there, rather than listen to bare JSON
 */
public record Endpoint(int port, boolean stomp) {

    static final String PATH = "/api/ws/sync/";
}
