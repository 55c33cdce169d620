package com.pfavanguard.sync.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Runs Node.js programs in tests, with packages from npm. The packages and their versions are those of a lock file in
 * {@code src/test/npm/<name>}; they are installed once below {@code target/npm}. Without Node.js, or without the packages
 * and a registry to fetch them from, tests are skipped, except on CI: there they fail.
 */
public final class Npm {

    private static final long MINUTES = 5;

    private final Path directory;

    private Npm(Path directory) {
        this.directory = directory;
    }

    /** Skips a class, and says why, where Node.js is not installed. */
    public static final class Installed implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (isCi() || Stream.of("node", "npm").allMatch(Npm::isOnThePath)) {
                return ConditionEvaluationResult.enabled("Node.js is installed, or this is CI, where it must be");
            }
            return ConditionEvaluationResult.disabled("node and npm are not on the path; install Node.js 20 or later");
        }
    }

    private static boolean isCi() {
        return "true".equals(System.getenv("CI"));
    }

    private static boolean isOnThePath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /**
     * The packages of {@code src/test/npm/<name>}; installs them if that has not been done since the lock file changed.
     *
     * @param files of the same directory, to put beside the packages. Only those that the caller runs: tests run in
     *     several JVMs, and must not change each other's files
     */
    public static Npm install(String name, String... files) {
        Path source = Path.of("src/test/npm", name);
        Npm npm = install(source, Path.of("target/npm", name));
        try {
            for (String file : files) {
                Path target = npm.directory.resolve(file);
                Files.createDirectories(target.getParent());
                Files.copy(source.resolve(file), target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return npm;
    }

    /** @param source has {@code package.json} and {@code package-lock.json} */
    static synchronized Npm install(Path source, Path target) {
        try {
            Files.createDirectories(target);
            // Tests run in several JVMs.
            try (FileChannel channel = FileChannel.open(
                            target.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                installLocked(source, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Npm(target.toAbsolutePath());
    }

    private static void installLocked(Path source, Path target) throws IOException {
        Path lockFile = source.resolve("package-lock.json");
        Path installed = target.resolve("installed-package-lock.json");
        if (Files.exists(installed) && Files.mismatch(lockFile, installed) == -1) {
            return;
        }
        for (String file : new String[] {"package.json", "package-lock.json"}) {
            Files.copy(source.resolve(file), target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        try {
            new Npm(target.toAbsolutePath())
                    .run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
        } catch (AssertionError e) {
            if (isCi()) {
                throw e;
            }
            throw new TestAbortedException("The packages of " + source + " cannot be installed", e);
        }
        Files.copy(lockFile, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Where the packages are installed; programs run here. Tests may write files into it. */
    public Path directory() {
        return directory;
    }

    /**
     * Runs a program to its end: one of the path, such as {@code node}, or one that a package brings.
     *
     * @return what it printed
     * @throws AssertionError if it fails; contains what it printed
     */
    public String run(String... command) {
        try {
            Path output = Files.createTempFile(directory, "output", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            Path packages = directory.resolve("node_modules/.bin");
            builder.environment().put("PATH", packages + File.pathSeparator + System.getenv("PATH"));
            // The program is looked for on this process's path, not on that of the environment above.
            Path ofPackage = packages.resolve(command[0]);
            if (Files.exists(ofPackage)) {
                builder.command().set(0, ofPackage.toString());
            }
            Process process = builder.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            String printed = Files.readString(output, UTF_8);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command)
                        + (ended
                                ? " ended with " + process.exitValue()
                                : " has not ended within " + MINUTES + " minutes")
                        + ":\n"
                        + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
