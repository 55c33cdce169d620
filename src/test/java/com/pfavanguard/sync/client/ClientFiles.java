package com.pfavanguard.sync.client;

import com.pfavanguard.sync.testing.Npm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the npm package and of its tests. */
final class ClientFiles {

    static final Path PACKAGE = Path.of("src/main/client");

    private static final Path TESTS = Path.of("src/test/npm/client");

    private ClientFiles() {}

    /** Installs what the tests in {@code src/test/npm/client} need, and puts all of them and the package beside it. */
    static Npm install() {
        Npm npm = Npm.install(
                "client",
                files(TESTS).stream()
                        // What is there after npm was run by hand.
                        .filter(file -> Stream.of("node_modules", "shared", "recipes", "pages")
                                .noneMatch(file::startsWith))
                        .map(Path::toString)
                        .toArray(String[]::new));
        npm.run("node", "prepare.mjs");
        return npm;
    }

    /** All files below a directory, relative to it. */
    static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(directory::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
