package com.pfavanguard.sync.cli.demo;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Holds the address of the stand-in PEMS.
 *
 * @param uri scheme http and a host only, since the stand-in speaks plain HTTP on loopback
 */
public record PemsUrl(URI uri) {

    /** @throws IllegalArgumentException if it is not the address of a stand-in */
    public static PemsUrl of(String url) {
        try {
            URI uri = new URI(url.replaceAll("/$", ""));
            boolean onlyAPlace = uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && "".equals(uri.getRawPath());
            if ("http".equals(uri.getScheme()) && uri.getHost() != null && onlyAPlace) {
                return new PemsUrl(uri);
            }
        } catch (URISyntaxException e) {
            // Reported below.
        }
        throw new IllegalArgumentException("The address of the stand-in PEMS must look like http://127.0.0.1:8090");
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
