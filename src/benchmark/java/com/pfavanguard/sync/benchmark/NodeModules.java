package com.pfavanguard.sync.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where Node finds {@code ws}: in {@code -Dbenchmark.node-modules}, or installed by npm under {@code target/}.
 *
 * @param directory {@code null} if there is none
 * @param reason why there is none
 */
record NodeModules(@Nullable Path directory, String reason) {

    private static final Path OWN = Path.of("target", "benchmark", "node");
    private static final int MINUTES_TO_INSTALL = 2;

    static NodeModules find() throws IOException, InterruptedException {
        if (!runs("node", "--version")) {
            return new NodeModules(null, "node is not installed");
        }
        String given = System.getProperty("benchmark.node-modules", "");
        Path directory = given.isBlank() ? OWN.resolve("node_modules") : Path.of(given);
        if (!hasWs(directory) && given.isBlank()) {
            Files.createDirectories(OWN);
            runs("npm", "install", "--no-audit", "--no-fund", "--no-save", "--prefix", OWN.toString(), "ws@8");
        }
        return hasWs(directory)
                ? new NodeModules(directory.toAbsolutePath(), "")
                : new NodeModules(null, "there is no ws in " + directory + ", and npm could not install it");
    }

    private static boolean hasWs(Path directory) {
        return Files.isReadable(directory.resolve("ws").resolve("package.json"));
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
