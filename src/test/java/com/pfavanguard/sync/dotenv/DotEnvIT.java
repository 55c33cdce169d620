package com.pfavanguard.sync.dotenv;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.SyncGateway;
import com.pfavanguard.sync.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the application and a command in a directory with a file {@code .env}. */
class DotEnvIT {

    private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";

    @TempDir
    private Path directory;

    private record Ended(int exitCode, String output) {}

    private Ended run(String file, String... args) throws IOException, InterruptedException {
        Files.writeString(directory.resolve(".env"), file);
        List<String> command = new ArrayList<>(
                List.of(ChildJvm.program("java"), "-cp", ChildJvm.classPath(), SyncGateway.class.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    @Test
    void theApplicationTakesItsSettingsFromIt() throws Exception {
        // A role that there is not: the start ends at once, and says what it has read.
        Ended ended = run("SYNC_ROLES=gatekeeper\nSYNC_SECURITY_JWT_SECRET=" + SECRET + "\n");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).contains("gatekeeper").doesNotContain(SECRET);
    }

    @Test
    void aBadLineEndsTheStart() throws Exception {
        Ended ended = run("PORT=3001\nSYNC_SECURITY_JWT_SECRET \"" + SECRET + "\"\n");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains("Description:", "Line 2 of .env has no \"=\"", "Correct the file, or remove it.")
                .doesNotContain(SECRET);
    }

    @Test
    void commandsTakeTheirDefaultsFromIt() throws Exception {
        Ended ended = run("SYNC_SECURITY_JWT_SECRET=" + SECRET + "\n", "token", "org-rio");

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output().strip()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

        Ended bad = run("no variable\n", "token", "org-rio");

        assertThat(bad.exitCode()).isEqualTo(2);
        assertThat(bad.output().strip()).isEqualTo("Line 1 of .env has no \"=\"; write NAME=value");
    }
}
