package com.pfavanguard.sync.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds single libraries, for a class path that has those and no others. */
public final class Libraries {

    private final List<Path> jars = new ArrayList<>();

    private Libraries() {}

    /** The libraries of our own tests. */
    public static Libraries ofTests() {
        Libraries libraries = new Libraries();
        for (String entry : ChildJvm.classPath().split(File.pathSeparator)) {
            libraries.jars.add(Path.of(entry));
        }
        return libraries;
    }

    /** And those that the build has copied into this directory. */
    public Libraries and(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalStateException("No libraries in " + directory.toAbsolutePath()
                    + "; run \"mvn -DskipTests verify\" once, which copies them");
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(jars::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** @param artifactIds such as {@code spring-core}, or with the beginning of its version: {@code jackson-core-3} */
    public List<Path> named(List<String> artifactIds) {
        return artifactIds.stream().map(this::named).toList();
    }

    private Path named(String artifactId) {
        return jars.stream()
                .filter(jar -> jar.getFileName().toString().matches(artifactId + "[-.]\\d.*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No library " + artifactId));
    }
}
