package com.pfavanguard.sync.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Defines the option for the access token that commands send to a gateway. */
final class TokenOption {

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = {
                "Access token, if the gateway requires one. Default: the environment variable SYNC_TOKEN, which"
                        + " keeps the token out of the process list.",
            })
    private @Nullable String token;

    /** Returns the token, or {@code null} if none is given. */
    @Nullable String shown() {
        return token == null || token.isBlank() ? null : token.strip();
    }
}
