package com.pfavanguard.sync.testing;

import java.nio.file.Path;

/** What a test or a benchmark needs to start another JVM. */
public final class ChildJvm {

    private ChildJvm() {}

    /** The path of a program of the JDK that runs the tests, such as {@code java}. */
    public static String program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** The class path of the tests, also where Surefire hides it in the manifest of a jar. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
