package com.pfavanguard.sync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The contract of today keeps what released ones promised (src/docs/reference/contract.md). */
class ContractHistoryTests {

    private static final Path RELEASED = Path.of("src/test/resources/contract");
    private static final JsonNode ASYNC_API = Contract.asyncApi();
    private static final JsonNode OPEN_API = Contract.openApi();

    static List<Path> released() throws IOException {
        try (Stream<Path> versions = Files.list(RELEASED)) {
            return versions.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("released")
    void nothingOfAReleasedContractIsBroken(Path version) {
        assertThat(ContractDiff.asyncApi(asyncApi(version), ASYNC_API)).isEmpty();
        assertThat(ContractDiff.openApi(openApi(version), OPEN_API)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("released")
    void anotherContractHasAnotherVersion(Path version) {
        assertThat(asyncApi(version).at("/info/version").asString())
                .isEqualTo(version.getFileName().toString());
        assertThat(openApi(version).at("/info/version").asString())
                .isEqualTo(version.getFileName().toString());
        if (ASYNC_API
                .at("/info/version")
                .asString()
                .equals(version.getFileName().toString())) {
            assertThat(ASYNC_API).isEqualTo(asyncApi(version));
            assertThat(OPEN_API).isEqualTo(openApi(version));
        }
    }

    @Test
    void allDocumentsHaveOneVersion() {
        String version = ASYNC_API.at("/info/version").asString();

        assertThat(OPEN_API.at("/info/version").asString()).isEqualTo(version);
        assertThat(Contract.json(Contract.EVENTS).get("$id").asString()).endsWith(":" + version);
    }

    /** Each line is a change of today's REST API that would break a client. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/paths/~1api~1pems~1failed/get                                           |",
                "/paths/~1api~1pems~1failed/get/parameters/1                              |",
                "/paths/~1api~1pems~1failed/get/responses/200                             |",
                "/paths/~1api~1pems~1failed/get/responses/200/headers/RateLimit-Limit     |",
                "/paths/~1api~1pems~1failed/get/operationId                               | \"other\"",
                "/paths/~1api~1pems~1failed/get/parameters/1/required                     | true",
                "/paths/~1api~1pems~1failed/get/parameters/2/schema/maximum               | 50",
                "/components/schemas/SyncStatus/properties/waiting                        |",
                "/components/schemas/Retried                                              |",
                "/components/schemas/SyncStatus/required/0                                |",
                "/components/schemas/SyncStatus/properties/waiting/type                   | \"string\"",
                "/components/schemas/SyncStatus/properties/waiting/type                   |"
                        + " [\"integer\",\"null\"]",
                "/components/schemas/SyncStatus/properties/health/enum/0                  |",
                "/components/schemas/SyncStatus/properties/successRate/maximum            |",
                "/components/schemas/Problem/properties/code/enum                         | [\"OTHER\"]",
                "/components/schemas/Modification/properties/changeReason                 |",
                "/components/schemas/Modification/required                                |"
                        + " [\"baseVersion\",\"changes\",\"pfaId\",\"modifiedBy\"]",
                "/components/schemas/Modification/properties/changeReason/maxLength       | 10",
                "/components/schemas/Modification/properties/changeReason/type            | \"string\"",
                "/components/schemas/Modification/properties/pfaId/pattern                | \"^[A-Z]+$\"",
                "/components/schemas/ResolveRequest/properties/resolution/enum/2          |",
                "/components/schemas/PfaChanges/properties/model                          |",
                "/components/schemas/WriteSyncRequest/properties/modifications/maxItems   | 10",
            })
    void aBreakOfTheRestApiIsFound(String pointer, String value) {
        assertThat(ContractDiff.openApi(OPEN_API, changed(OPEN_API, pointer, value)))
                .isNotEmpty();
    }

    /** Likewise, of today's messages. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/channels/plainEvents                                                 |",
                "/channels/stompEvents/address                                         | \"/topic/other\"",
                "/channels/plainEvents/bindings/ws/query/properties/lastEventId        |",
                "/operations/sendPlainEvents/messages/1                                |",
                "/operations/receivePublishedEvents                                    |",
                "/x-close-codes/1                                                      |",
                "/x-close-codes/1/reconnect                                            | false",
                "/components/schemas/SyncFailed/properties/details                     |",
                "/components/schemas/SyncFailed/required/4                             |",
                "/components/schemas/SyncFailed/properties/type/const                  | \"SYNC_BROKEN\"",
                "/components/schemas/FailedDetails/properties/error/maxLength          | 1000",
                "/components/schemas/Timestamp/pattern                                 | \".*\"",
                "/components/schemas/RemovedDetails/properties/reason/enum/0           |",
                "/components/schemas/PublishedSyncQueued/required                      |"
                        + " [\"type\",\"pfaId\",\"organizationId\",\"timestamp\",\"eventId\"]",
                "/components/schemas/PfaId/pattern                                     | \"^[0-9]+$\"",
                "/components/messages/SubscribeFrame/headers/properties/last-event-id  |",
                "/components/messages/SubscribeFrame/headers/required                  |" + " [\"destination\",\"id\"]",
                "/components/schemas/MessageHeaders/properties/message-id              |",
            })
    void aBreakOfTheMessagesIsFound(String pointer, String value) {
        assertThat(ContractDiff.asyncApi(ASYNC_API, changed(ASYNC_API, pointer, value)))
                .isNotEmpty();
    }

    /** Each line is a change that clients must be ready for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/components/schemas/SyncStatus/properties/new                      | {\"type\":\"string\"}",
                "/components/schemas/SyncStatus/properties/health/enum/3            | \"unknown\"",
                "/components/schemas/Problem/properties/code/enum/0                 | \"VALIDATION_ERROR\"",
                "/components/schemas/Modification/properties/new                    | {\"type\":\"string\"}",
                "/components/schemas/Modification/properties/changeReason/maxLength | 5000",
                "/paths/~1api~1pems~1new                                            | {\"get\":{}}",
                "/paths/~1api~1pems~1failed/get/parameters/4                        |"
                        + " {\"in\":\"query\",\"name\":\"new\",\"schema\":{}}",
            })
    void anAdditionIsNoBreak(String pointer, String value) {
        assertThat(ContractDiff.openApi(OPEN_API, changed(OPEN_API, pointer, value)))
                .isEmpty();
    }

    private static JsonNode changed(JsonNode document, String pointer, String value) {
        JsonNode changed = document.deepCopy();
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = changed.at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1).replace("~1", "/");
        assertThat(parent.isMissingNode()).as(pointer).isFalse();
        if (parent instanceof ObjectNode object) {
            if (value == null) {
                assertThat(object.remove(name)).as(pointer).isNotNull();
            } else {
                object.set(name, JsonMapper.shared().readTree(value));
            }
        } else if (value == null) {
            assertThat(((ArrayNode) parent).remove(Integer.parseInt(name))).isNotNull();
        } else if (Integer.parseInt(name) < parent.size()) {
            ((ArrayNode) parent).set(Integer.parseInt(name), JsonMapper.shared().readTree(value));
        } else {
            ((ArrayNode) parent).add(JsonMapper.shared().readTree(value));
        }
        return changed;
    }

    private static JsonNode asyncApi(Path version) {
        return Contract.yaml(Contract.text(version.resolve("asyncapi.yaml")));
    }

    private static JsonNode openApi(Path version) {
        return Contract.json(version.resolve("openapi.json"));
    }
}
