package com.pfavanguard.sync;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.WebServerException;

/**
 * Tells what to do when the web server cannot create its two empty temporary directories, as on a read-only file system.
 * Registered in spring.factories.
 */
class NoTempDirectoryFailureAnalyzer extends AbstractFailureAnalyzer<WebServerException> {

    /** Returns {@code null} for other failures of the web server, which leaves the report to Boot. */
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, WebServerException cause) {
        if (!String.valueOf(cause.getMessage()).startsWith("Unable to create tempDir")) {
            return null;
        }
        String directory = System.getProperty("java.io.tmpdir");
        return new FailureAnalysis(
                "The web server cannot create a directory in %s: %s"
                        .formatted(directory, cause.getCause() == null ? cause.getMessage() : cause.getCause()),
                ("Mount a writable directory at %s, such as a tmpfs of 1 MB, or name another one: java"
                                + " -Djava.io.tmpdir=<directory> -jar ... (environment: JDK_JAVA_OPTIONS).")
                        .formatted(directory),
                cause);
    }
}
