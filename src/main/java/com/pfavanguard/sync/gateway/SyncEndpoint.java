package com.pfavanguard.sync.gateway;

/** Where clients connect: {@link #PATH} followed by an organization's id. */
public final class SyncEndpoint {

    /** Ends with a slash; the server's context path is not part of it. */
    public static final String PATH = "/api/ws/sync/";

    private SyncEndpoint() {}
}
