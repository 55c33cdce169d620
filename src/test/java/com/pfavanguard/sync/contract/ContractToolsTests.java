package com.pfavanguard.sync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.Npm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The tools of the contract's users take its documents: AsyncAPI's parser, and the types that others generate. */
@ExtendWith(Npm.Installed.class)
class ContractToolsTests {

    private static final Path CLIENT_TYPES = Path.of("src/main/client/src/index.d.ts");

    private static Npm npm;

    @BeforeAll
    static void install() {
        npm = Npm.install("contract", "validate.mjs", "rest-usage.ts", "same-types.ts");
    }

    @Test
    void theParserOfAsyncApiFindsNoFault() {
        int messages = Contract.asyncApi().at("/components/messages").size();

        assertThat(npm.run(
                        "node",
                        "validate.mjs",
                        Contract.ASYNC_API.toAbsolutePath().toString()))
                .contains(messages + " messages");
    }

    @Test
    void typesOfTheRestApiHaveWhatIsRequired() {
        npm.run("openapi-typescript", Contract.OPEN_API.toAbsolutePath().toString(), "--output", "openapi.d.ts");

        compile("rest-usage.ts");
    }

    @Test
    void theClientsTypesAreThoseOfTheSchema() throws Exception {
        Files.copy(CLIENT_TYPES, npm.directory().resolve("client.d.ts"), StandardCopyOption.REPLACE_EXISTING);
        ObjectNode document = JsonMapper.shared().createObjectNode().put("openapi", "3.1.0");
        document.putObject("info").put("title", "Events").put("version", "1");
        document.putObject("paths");
        document.putObject("components")
                .set("schemas", Contract.json(Contract.EVENTS).get("$defs"));
        Files.writeString(
                npm.directory().resolve("events.json"),
                document.toString().replace("#/$defs/", "#/components/schemas/"));
        npm.run("openapi-typescript", "events.json", "--output", "events.d.ts");

        compile("same-types.ts");
    }

    private static void compile(String file) {
        npm.run(
                "tsc",
                "--noEmit",
                "--strict",
                "--exactOptionalPropertyTypes",
                "--target",
                "es2022",
                "--lib",
                "es2022,dom",
                "--moduleResolution",
                "bundler",
                "--module",
                "es2022",
                file);
    }
}
