package com.pfavanguard.sync.broker.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.StreamUtils;

/**
 * Unpacks the files that the console needs, since a web application cannot run from a jar inside a jar: its war, our
 * own {@code web.xml}, and the policy of the management beans that it may use. Unpacked at each start into a
 * subdirectory of the broker's data, because the system may clean its temporary directory while the process runs.
 */
class ConsoleFiles {

    private final Path directory;
    private final String brokerName;

    ConsoleFiles(Path directory, String brokerName) {
        this.directory = directory.toAbsolutePath();
        this.brokerName = brokerName;
    }

    void unpack() throws IOException {
        remove();
        Files.createDirectories(directory);
        copy("console.war", war());
        copy("web.xml", webXml());
        try (InputStream template = resource("jolokia-access.xml").getInputStream()) {
            String policy = new String(StreamUtils.copyToByteArray(template), StandardCharsets.UTF_8);
            Files.writeString(policy(), policy.replace("@broker@", brokerName));
        }
    }

    private static ClassPathResource resource(String name) {
        return new ClassPathResource("console/" + name);
    }

    private static void copy(String name, Path target) throws IOException {
        try (InputStream source = resource(name).getInputStream()) {
            Files.copy(source, target);
        }
    }

    void remove() throws IOException {
        FileSystemUtils.deleteRecursively(directory);
    }

    Path war() {
        return directory.resolve("console.war");
    }

    Path webXml() {
        return directory.resolve("web.xml");
    }

    Path policy() {
        return directory.resolve("jolokia-access.xml");
    }

    Path work() {
        return directory.resolve("work");
    }
}
