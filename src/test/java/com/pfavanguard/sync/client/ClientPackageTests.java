package com.pfavanguard.sync.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.testing.Npm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The npm package: its own tests, its built files, its types and its size; the recipes over it; and the pages' modules,
 * which are built and tested with the same packages. One class, since all use
 * the same directory, and classes run in several JVMs.
 */
@ExtendWith(Npm.Installed.class)
class ClientPackageTests {

    /** What issue 14 allows for the minified client beside stompjs. */
    private static final int MOST_BYTES = 4096;

    private static Npm npm;

    @BeforeAll
    static void install() {
        npm = ClientFiles.install();
    }

    @Test
    void passesItsOwnTests() {
        assertThat(npm.run("npm", "test")).contains("# fail 0").doesNotContain("# pass 0");
    }

    @Test
    void isBuiltFromItsSources(@TempDir Path built) {
        npm.run("node", "build.mjs", built.toString());

        Path kept = ClientFiles.PACKAGE.resolve("dist");
        assertThat(ClientFiles.files(kept)).isEqualTo(ClientFiles.files(built));
        assertThat(ClientFiles.files(built))
                .allSatisfy(file -> assertThat(kept.resolve(file))
                        .as(file + "; after a change run \"npm run build\" in src/test/npm/client")
                        .hasSameTextualContentAs(built.resolve(file)));
    }

    /** Of the live page and the admin page (decision 0058), and stompjs for pages without a bundler. */
    @Test
    void thePagesAreBuiltFromTheirSources(@TempDir Path built) {
        npm.run("node", "build-pages.mjs", built.toString());

        Path kept = Path.of("src/main/resources/static");
        assertThat(ClientFiles.files(built)).hasSize(8);
        assertThat(ClientFiles.files(kept.resolve("assets"))).isEqualTo(ClientFiles.files(built.resolve("assets")));
        assertThat(ClientFiles.files(built))
                .allSatisfy(file -> assertThat(kept.resolve(file))
                        .as(file + "; after a change run \"npm run build\" in src/test/npm/client")
                        .hasSameTextualContentAs(built.resolve(file)));
    }

    @Test
    void thePagesSharedModulesHaveTypesThatHold() {
        npm.run("tsc", "-p", "tsconfig.pages.json");
    }

    @Test
    void staysSmall() throws IOException {
        for (String file : new String[] {"sync-client.js", "sync-client-plain.js"}) {
            assertThat(gzipped(ClientFiles.PACKAGE.resolve("dist").resolve(file)))
                    .as("gzip'd bytes of " + file)
                    .isLessThanOrEqualTo(MOST_BYTES);
        }
    }

    @Test
    void hasTypesThatItsSourcesAndItsUsersCompileWith() {
        npm.run("tsc", "-p", "tsconfig.sources.json");
        npm.run("tsc", "-p", "tsconfig.users.json");
    }

    @Test
    void hasRecipesThatCompileWithTheTypesOfTheFrameworks() throws IOException {
        Path recipes = npm.directory().resolve("recipes");
        RecipeFiles.write("frameworks", recipes, "tsx", "ts");
        RecipeFiles.write("rx-stomp", recipes, "ts");

        assertThat(ClientFiles.files(recipes))
                .extracting(Path::toString)
                .contains("frameworks-0.tsx", "frameworks-1.ts", "frameworks-2.ts", "rx-stomp-0.ts");
        npm.run("tsc", "-p", "tsconfig.recipes.json");
    }

    @Test
    void waitsAfterACloseCodeAsTheGatewayMeansIt() throws IOException {
        String waits = Files.readString(ClientFiles.PACKAGE.resolve("src/connection.js"));
        Map<Integer, Long> expected = Arrays.stream(CloseCode.values())
                .filter(code -> code.comeBack() && !code.after().isZero())
                .collect(Collectors.toMap(CloseCode::code, code -> code.after().toSeconds()));

        Map<Integer, Long> found = Pattern.compile("(\\d+): (\\d+)")
                .matcher(waits.substring(
                        waits.indexOf("const WAITS"), waits.indexOf("};", waits.indexOf("const WAITS"))))
                .results()
                .collect(Collectors.toMap(wait -> Integer.valueOf(wait.group(1)), wait -> Long.valueOf(wait.group(2))));

        assertThat(new TreeMap<>(found)).isEqualTo(new TreeMap<>(expected));
    }

    private static int gzipped(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            Files.copy(file, gzip);
        }
        return bytes.size();
    }
}
