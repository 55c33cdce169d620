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
 * What the console needs as files, since a web application cannot be run out of a jar in a jar: its war, our own
 * {@code web.xml} and the policy that says which management beans it may touch. Unpacked anew at each start, into a
 * directory of the broker's: the system's temporary one is swept now and then under a running process.
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
