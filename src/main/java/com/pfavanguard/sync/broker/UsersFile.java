package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Reads and writes the file of the embedded broker's passwords, one {@code user=password} per line. In plain text,
 * because this process and the producers on this machine have to send them; readable by its owner alone.
 */
public final class UsersFile {

    private static final String NOTE = """
            # Who may log in to the embedded broker. Change a password here, or delete its line to be given another one;
            # the next start reads it.
            """;

    private final Path path;

    private UsersFile(Path path) {
        this.path = path;
    }

    public static UsersFile in(Path dataDirectory) {
        return new UsersFile(
                dataDirectory.resolve("users.properties").toAbsolutePath().normalize());
    }

    /**
     * @return empty if the file or the user in it does not exist
     * @throws IOException if the file cannot be read
     */
    public Optional<String> password(String user) throws IOException {
        return Optional.ofNullable(passwords().get(user));
    }

    Map<String, String> passwords() throws IOException {
        Map<String, String> passwords = new TreeMap<>();
        if (Files.exists(path)) {
            for (Map.Entry<Object, Object> line : read().entrySet()) {
                String password = line.getValue().toString().strip();
                if (!password.isEmpty()) {
                    passwords.put(line.getKey().toString(), password);
                }
            }
        }
        return passwords;
    }

    private Properties read() throws IOException {
        Properties lines = new Properties();
        try (Reader text = new StringReader(Files.readString(path))) {
            lines.load(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("it is no properties file", e);
        }
        return lines;
    }

    /** Makes the file accessible to its owner alone, in case its permissions were changed. */
    void protect() throws IOException {
        PosixFileAttributeView permissions = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (permissions != null && Files.exists(path)) {
            permissions.setPermissions(PosixFilePermissions.fromString("rw-------"));
        }
    }

    void write(Map<String, String> passwords) throws IOException {
        StringBuilder text = new StringBuilder(NOTE);
        passwords.forEach((user, password) -> text.append(user)
                .append('=')
                .append(password.replace("\\", "\\\\"))
                .append('\n'));
        OwnersFile.write(path, text.toString());
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
