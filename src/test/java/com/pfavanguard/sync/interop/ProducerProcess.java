package com.pfavanguard.sync.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.pfavanguard.sync.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A backend as a process of its own, with nothing on its class path but the test's programs and one client library. */
final class ProducerProcess implements AutoCloseable {

    private static final Path LIBRARIES = Path.of(System.getProperty("sync.test.interop", "target/interop"));

    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader results;

    private ProducerProcess(String library, Path errors, Class<?> program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ChildJvm.program("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                classPath(library),
                program.getName()));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
        results = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** @param library a directory in {@code target/interop} */
    static ProducerProcess jms(String library, Path errors, String factory, String url, String user, String password)
            throws IOException {
        return new ProducerProcess(library, errors, JmsProgram.class, List.of(factory, url, user, password));
    }

    static ProducerProcess stomp(Path errors, int port, String user, String password) throws IOException {
        return new ProducerProcess("", errors, StompProgram.class, List.of(String.valueOf(port), user, password));
    }

    private static String classPath(String library) throws IOException {
        List<String> path = new ArrayList<>();
        try {
            path.add(Path.of(ProducerProcess.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        if (!library.isEmpty()) {
            Path directory = LIBRARIES.resolve(library);
            if (!Files.isDirectory(directory)) {
                throw new IllegalStateException("No client library in " + directory.toAbsolutePath()
                        + "; run \"mvn -DskipTests verify\" once, which copies it");
            }
            try (Stream<Path> jars = Files.list(directory)) {
                jars.map(Path::toString).sorted().forEach(path::add);
            }
        }
        return String.join(File.pathSeparator, path);
    }

    /** Sends this, and returns what came of it: {@code sent …} or {@code refused …}. */
    String send(Order order) {
        try {
            orders.write(order.line());
            orders.newLine();
            orders.flush();
            String result = results.readLine();
            if (result == null) {
                throw new AssertionError("The producer ended");
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
