package com.pfavanguard.sync.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A peer's program that comes with an npm package: from {@code -Dbenchmark.node-modules}, or installed by npm under
 * {@code target/}.
 *
 * @param program what runs its script; {@code null} if it is not to be had
 * @param reason why it is not to be had
 */
record NpmPackage(@Nullable String program, String reason) {

    private static final Path OWN = Path.of("target", "benchmark", "node");
    private static final String GIVEN = System.getProperty("benchmark.node-modules", "");
    private static final int MINUTES_TO_INSTALL = 2;

    /** Node with the library {@code ws}. */
    static NpmPackage ws() throws IOException, InterruptedException {
        if (!runs("node", "--version")) {
            return new NpmPackage(null, "node is not installed");
        }
        return isThere("ws") ? new NpmPackage("node", "") : missing("ws");
    }

    /** Bun: the one on the path, or else the one in the npm package. */
    static NpmPackage bun() throws IOException, InterruptedException {
        if (runs("bun", "--version")) {
            return new NpmPackage("bun", "");
        }
        if (!isThere("bun")) {
            return missing("bun");
        }
        String program = Path.of(modules(), ".bin", "bun").toString();
        return runs(program, "--version")
                ? new NpmPackage(program, "")
                : new NpmPackage(null, program + " does not run on this machine");
    }

    /** The directory in which the packages lie. */
    static String modules() {
        return (GIVEN.isBlank() ? OWN.resolve("node_modules") : Path.of(GIVEN))
                .toAbsolutePath()
                .toString();
    }

    private static NpmPackage missing(String name) {
        return new NpmPackage(null, "there is no " + name + " in " + modules() + ", and npm could not install it");
    }

    private static boolean isThere(String name) throws IOException, InterruptedException {
        Path description = Path.of(modules(), name, "package.json");
        if (!Files.isReadable(description) && GIVEN.isBlank()) {
            Files.createDirectories(OWN);
            // Both at once: without a package.json, npm removes what it is not asked for.
            runs("npm", "install", "--no-audit", "--no-fund", "--no-save", "--prefix", OWN.toString(), "ws@8", "bun@1");
        }
        return Files.isReadable(description);
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(MINUTES_TO_INSTALL, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }
}
