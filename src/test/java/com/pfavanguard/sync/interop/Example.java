package com.pfavanguard.sync.interop;

import com.pfavanguard.sync.testing.ChildJvm;
import com.pfavanguard.sync.testing.Libraries;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * An application of {@code src/examples}: compiled without warnings and run in a process of its own, with the producer
 * kit and the libraries that its {@code pom.xml} brings, and no others.
 */
enum Example {
    ACTIVEMQ("com.example.ledger.LedgerApplication", List.of("spring-boot-activemq", "activemq-client", "hawtbuf")),
    ARTEMIS(
            "com.example.approvals.ApprovalsApplication",
            List.of(
                    "spring-boot-artemis",
                    "artemis-commons",
                    "artemis-core-client",
                    "artemis-jakarta-client",
                    "artemis-selector",
                    "asn-one",
                    "commons-beanutils",
                    "commons-collections",
                    "jgroups",
                    "netty-buffer",
                    "netty-codec",
                    "netty-codec-base",
                    "netty-codec-compression",
                    "netty-codec-http",
                    "netty-codec-marshalling",
                    "netty-codec-protobuf",
                    "netty-codec-socks",
                    "netty-common",
                    "netty-handler",
                    "netty-handler-proxy",
                    "netty-resolver",
                    "netty-transport",
                    "netty-transport-classes-epoll",
                    "netty-transport-classes-kqueue",
                    "netty-transport-native-unix-common",
                    "pem-keystore",
                    "spring-boot-jdbc",
                    "spring-boot-sql",
                    "spring-jdbc",
                    "HikariCP",
                    "h2"));

    /** What both starters for JMS bring, and {@code jackson-core}. */
    private static final List<String> COMMON = List.of(
            "jackson-core-3",
            "jakarta.annotation-api",
            "jakarta.jms-api",
            "commons-logging",
            "jspecify",
            "logback-classic",
            "logback-core",
            "micrometer-commons",
            "micrometer-observation",
            "slf4j-api",
            "snakeyaml",
            "spring-aop",
            "spring-beans",
            "spring-boot",
            "spring-boot-autoconfigure",
            "spring-boot-jms",
            "spring-boot-persistence",
            "spring-boot-transaction",
            "spring-context",
            "spring-core",
            "spring-expression",
            "spring-jms",
            "spring-messaging",
            "spring-tx");

    private static final long END_SECONDS = 120;

    private final String mainClass;
    private final List<String> libraries;

    Example(String mainClass, List<String> libraries) {
        this.mainClass = mainClass;
        this.libraries = libraries;
    }

    private Path directory() {
        return Path.of("src/examples", name().toLowerCase(Locale.ROOT));
    }

    private List<Path> classPath() {
        List<Path> path = new ArrayList<>();
        path.add(Path.of(System.getProperty("sync.test.kit")));
        List<String> all = Stream.concat(COMMON.stream(), libraries.stream()).toList();
        path.addAll(Libraries.ofTests()
                .and(Path.of(System.getProperty("sync.test.interop", "target/interop"), "examples"))
                .named(all));
        return path;
    }

    /** Compiles it into this directory. */
    void compile(Path classes) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(directory().resolve("src/main/java"))) {
            List<Path> all = sources.filter(Files::isRegularFile).toList();
            List<String> options = List.of(
                    "-Xlint:all,-serial",
                    "-Werror",
                    "-proc:none",
                    "-parameters",
                    "-d",
                    classes.toString(),
                    "-cp",
                    text(classPath()));
            StringWriter said = new StringWriter();
            if (!javac.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(all))
                    .call()) {
                throw new AssertionError(directory() + " does not compile:\n" + said);
            }
        }
    }

    /** Runs it to its end, and returns what it printed. */
    String run(Path classes, Path output, List<String> arguments) throws IOException, InterruptedException {
        List<Path> path = new ArrayList<>(List.of(classes, directory().resolve("src/main/resources")));
        path.addAll(classPath());
        List<String> command = new ArrayList<>(List.of(
                ChildJvm.program("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                text(path)));
        command.add(mainClass);
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(mainClass + " did not end:\n" + Files.readString(output));
        }
        String said = Files.readString(output);
        if (process.exitValue() != 0) {
            throw new AssertionError(mainClass + " ended with " + process.exitValue() + ":\n" + said);
        }
        return said;
    }

    private static String text(List<Path> path) {
        return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
