package com.pfavanguard.sync.dotenv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a {@code .env} file. A variable of the process's own environment wins over one of the same name here.
 * Immutable; its text form holds no values.
 *
 * <p>Parsed here, since the libraries for it fall short: dotenv-java, also below spring-dotenv, quotes a bad line with
 * its value and tells no line number, and a property source of Boot's that reads {@code .env} as properties does not bind
 * {@code SYNC_…} names as the environment does.
 */
public final class DotEnv {

    private static final Path FILE = Path.of(".env");

    // Protects against a wrong file; a large .env has a few kilobytes.
    private static final int MOST_BYTES = 256 * 1024;

    private final Path file;
    private final Map<String, Variable> variables;

    /** @param line number of its line, from 1 */
    private record Variable(String value, int line) {

        @Override
        public String toString() {
            return "line " + line;
        }
    }

    private DotEnv(Path file, Map<String, Variable> variables) {
        this.file = file;
        this.variables = variables;
    }

    /**
     * Reads the file in the working directory; without variables if there is none.
     *
     * @throws InvalidDotEnvException if it is not a {@code .env} file
     */
    public static DotEnv ofWorkingDirectory() {
        return in(FILE);
    }

    // A directory of this name is often one of Python's virtual environments.
    static DotEnv in(Path file) {
        return new DotEnv(file.toAbsolutePath(), Files.isRegularFile(file) ? read(file) : Map.of());
    }

    private static Map<String, Variable> read(Path file) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        List<String> lines = text(file).lines().toList();
        for (int index = 0; index < lines.size(); index++) {
            int number = index + 1;
            DotEnvLine.parse(lines.get(index), what -> InvalidDotEnvException.inLine(file, number, what))
                    .ifPresent(line -> {
                        Variable earlier = variables.put(line.name(), new Variable(line.value(), number));
                        if (earlier != null) {
                            throw InvalidDotEnvException.inLine(
                                    file, number, "sets " + line.name() + ", which line " + earlier.line + " sets too");
                        }
                    });
        }
        return variables;
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw InvalidDotEnvException.of(file, "has more than " + MOST_BYTES / 1024 + " KB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw InvalidDotEnvException.of(file, "is not UTF-8");
        } catch (IOException e) {
            throw InvalidDotEnvException.of(file, "cannot be read: " + e);
        }
    }

    /** The environment, in which this file stands behind the process's own variables. */
    public UnaryOperator<@Nullable String> behind(UnaryOperator<@Nullable String> environment) {
        return name -> {
            String own = name == null ? null : environment.apply(name);
            Variable variable = own == null && name != null ? variables.get(name) : null;
            return variable == null ? own : variable.value;
        };
    }

    Path file() {
        return file;
    }

    Set<String> names() {
        return variables.keySet();
    }

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        variables.forEach((name, variable) -> values.put(name, variable.value));
        return values;
    }

    /** Number of the line that sets the variable. */
    Optional<Integer> line(String name) {
        return Optional.ofNullable(variables.get(name)).map(Variable::line);
    }

    /** Whether users other than the file's owner can read it; {@code false} where the system has no such permissions. */
    boolean isReadableByOthers() {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return file + " " + variables;
    }
}
