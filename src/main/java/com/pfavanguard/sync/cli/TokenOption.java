package com.pfavanguard.sync.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands that speak with a gateway show it. */
final class TokenOption {

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:SYNC_TOKEN}",
            description = {
                "Access token, where the gateway asks for one. Default: the environment variable SYNC_TOKEN, which stays"
                        + " out of the process list.",
            })
    private @Nullable String token;

    /** {@code null} if there is none. */
    @Nullable String shown() {
        return token == null || token.isBlank() ? null : token.strip();
    }
}
