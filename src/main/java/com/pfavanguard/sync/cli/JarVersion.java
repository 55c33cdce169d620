package com.pfavanguard.sync.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** Reads the version from the jar's manifest, where the build wrote it. */
final class JarVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        @Nullable String version = JarVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "sync-gateway " + (version == null ? "(not run from a jar)" : version), "Java " + Runtime.version()
        };
    }
}
