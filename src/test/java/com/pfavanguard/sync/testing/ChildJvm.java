package com.pfavanguard.sync.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a test or a benchmark needs to start another JVM. */
public final class ChildJvm {

    private ChildJvm() {}

    /** The path of a program of the JDK that runs the tests, such as {@code java}. */
    public static String program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** Runs a program of the JDK to its end, and returns what it printed. */
    static String run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program(program)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The class path of the tests, also where Surefire hides it in the manifest of a jar. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
