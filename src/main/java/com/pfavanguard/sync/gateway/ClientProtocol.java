package com.pfavanguard.sync.gateway;

/** Names the two protocols that clients speak, as metrics label them. */
public enum ClientProtocol {
    STOMP("stomp"),
    JSON("json");

    private final String label;

    ClientProtocol(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
