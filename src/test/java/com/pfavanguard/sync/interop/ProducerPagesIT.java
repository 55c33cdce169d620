package com.pfavanguard.sync.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.docs.Pages;
import com.pfavanguard.sync.testing.ChildJvm;
import java.io.File;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Java of src/docs/producers compiles; that of kit.md is in the examples. */
class ProducerPagesIT {

    private static final Path LIBRARIES = Path.of(System.getProperty("sync.test.interop", "target/interop"));

    @ParameterizedTest
    @CsvSource({
        "jms, org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory",
        "jms-spring, org.springframework.jms.core.JmsTemplate",
        "amqp, org.apache.qpid.jms.JmsConnectionFactory"
    })
    void theSnippetCompiles(String page, String client, @TempDir Path directory) throws Exception {
        String snippet = Pages.page("src/docs/producers/" + page + ".md")
                .codeBlocks("java")
                .get(0)
                .text();
        Path source = directory.resolve("Snippet.java");
        Files.writeString(source, """
                import %s;
                import jakarta.jms.*;
                import java.util.UUID;

                class Snippet {
                    org.springframework.jms.core.JmsTemplate jmsTemplate;

                    void send(String json) {
                        %s
                    }
                }
                """.formatted(client, snippet));

        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
                Stream<Path> amqp = Files.list(LIBRARIES.resolve("amqp"))) {
            String classPath = ChildJvm.classPath()
                    + File.pathSeparator
                    + amqp.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            boolean compiles = javac.getTask(
                            said,
                            files,
                            null,
                            List.of("-proc:none", "-d", directory.toString(), "-cp", classPath),
                            null,
                            files.getJavaFileObjects(source))
                    .call();

            assertThat(compiles).as(said.toString()).isTrue();
        }
    }
}
