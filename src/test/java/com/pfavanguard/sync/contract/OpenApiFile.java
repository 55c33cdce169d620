package com.pfavanguard.sync.contract;

import com.networknt.schema.Schema;
import java.io.IOException;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document of the tree: compares it with what a gateway describes, and answers with what it says. */
public final class OpenApiFile {

    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private OpenApiFile() {}

    /**
     * The document of the tree is what this gateway describes.
     *
     * @param described by a gateway with all roles that asks for tokens: others have no revocations
     */
    public static void check(JsonNode described) throws IOException {
        ObjectNode document = (ObjectNode) described.deepCopy();
        // Where the gateway was asked.
        document.putArray("servers").addObject().put("url", "/");
        for (String sorted : List.of("/paths", "/components/schemas", "/components/headers")) {
            sort((ObjectNode) document.at(sorted));
        }
        Contract.everywhere(document.get("paths"), "responses").forEach(responses -> sort((ObjectNode) responses));
        MadeFiles.check(Contract.OPEN_API, SchemaFiles.pretty(document));
    }

    private static void sort(ObjectNode node) {
        Map<String, JsonNode> members = new TreeMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        node.removeAll();
        members.forEach(node::set);
    }

    /**
     * Checks an answer of the REST API: its status and its body are as the document says. Does nothing for addresses that
     * the document does not have.
     *
     * @param request the JSON that was sent, if any; checked only if the gateway accepted it
     * @throws AssertionError with everything that is wrong
     */
    public static void check(
            String method, URI uri, @Nullable JsonNode request, int status, @Nullable JsonNode response) {
        JsonNode document = Document.OPEN_API;
        JsonNode operation = operation(document, method, uri.getPath());
        if (operation == null) {
            return;
        }
        String where = method + " " + uri.getPath() + " " + status;
        JsonNode described = operation.path("responses").path(String.valueOf(status));
        if (described.isMissingNode() && status == 404) {
            // This process has no role for the address.
            described = operation.path("responses").path("400");
        } else if (described.isMissingNode()) {
            throw new AssertionError(where + ": openapi.json has no such answer, only "
                    + operation.path("responses").propertyNames());
        }
        if (response != null && !response.isNull()) {
            faults(where, described.path("content"), response);
        }
        if (request != null && status < 300) {
            faults(where + " (request)", operation.at("/requestBody/content"), request);
        }
    }

    private static @Nullable JsonNode operation(JsonNode document, String method, String path) {
        return document.path("paths").properties().stream()
                .filter(each -> Pattern.matches(each.getKey().replaceAll("\\{\\w+}", "[^/]+"), path))
                // An address without variables comes first: /a/b before /a/{id}.
                .min(Comparator.comparing(each ->
                        each.getKey().length() - each.getKey().replace("{", "").length()))
                .map(each -> each.getValue().get(method.toLowerCase(Locale.ROOT)))
                .orElse(null);
    }

    private static void faults(String where, JsonNode content, JsonNode value) {
        JsonNode schema = Stream.of("application/json", "application/problem+json")
                .map(content::get)
                .filter(Objects::nonNull)
                .findFirst()
                .map(type -> type.get("schema"))
                .orElseThrow(() -> new AssertionError(where + ": openapi.json says that there is no body"));
        List<String> faults = Contract.faults(
                SCHEMAS.computeIfAbsent(
                        schema.get("$ref").asString(),
                        reference -> Contract.schema((ObjectNode) Document.OPEN_API, reference)),
                value);
        if (!faults.isEmpty()) {
            throw new AssertionError(where + " is not as openapi.json says: " + faults + "\n" + value);
        }
    }

    // Read when it is first needed: it may have to be made.
    private static final class Document {
        static final JsonNode OPEN_API = Contract.openApi();
    }
}
