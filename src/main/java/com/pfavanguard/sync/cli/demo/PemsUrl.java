package com.pfavanguard.sync.cli.demo;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where the stand-in PEMS is.
 *
 * @param uri scheme http and a host, nothing more: the stand-in speaks plain HTTP on loopback
 */
public record PemsUrl(URI uri) {

    /** @throws IllegalArgumentException if it cannot be a stand-in's */
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
            // Said below.
        }
        throw new IllegalArgumentException("The stand-in PEMS's address is like http://127.0.0.1:8090");
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
