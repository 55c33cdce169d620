package com.pfavanguard.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.ChildJvm;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerException;

class NoTempDirectoryFailureAnalyzerTests {

    private static final NoTempDirectoryFailureAnalyzer ANALYZER = new NoTempDirectoryFailureAnalyzer();

    /** With Boot's own exception, so that a new text of Boot does not go unnoticed. Java reads the setting once only. */
    @Test
    void namesTheDirectoryAndTheWaysOut(@TempDir Path directory) throws Exception {
        Path missing = directory.resolve("missing");
        Process start = new ProcessBuilder(
                        ChildJvm.program("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + missing,
                        "-cp",
                        ChildJvm.classPath(),
                        NoTempDirectoryFailureAnalyzerTests.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(start.getInputStream().readAllBytes());

        assertThat(said).contains("cannot create a directory in " + missing, "tmpfs", "-Djava.io.tmpdir=<directory>");
    }

    /** Starts a web server where it cannot, and prints what the analyzer makes of it. */
    public static void main(String[] arguments) {
        try {
            new JettyServletWebServerFactory(0).getWebServer();
            System.out.println("The server needs no temporary directory any more");
        } catch (WebServerException e) {
            FailureAnalysis analysis = ANALYZER.analyze(e);
            System.out.println(analysis.getDescription() + " " + analysis.getAction());
        }
    }

    @Test
    void leavesOtherFailuresToBoot() {
        assertThat(ANALYZER.analyze(new WebServerException("Unable to start", new ReadOnlyFileSystemException())))
                .isNull();
    }
}
