package com.pfavanguard.sync.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Makes the readable pages of the REST API, the messages and the schemas from their documents. */
final class ContractPages {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private ContractPages() {}

    static String index() {
        return new Html("Contract").raw("<h1>The contract</h1>\n").markdown("""
            What clients and producers of this gateway can rely on, for people and for programs.

            | For people | For programs | Holds |
            |---|---|---|
            | [REST API](openapi) | [openapi.json](../openapi.json) (OpenAPI 3.1) | requests and answers |
            | [Messages](asyncapi) | [asyncapi.yaml](../asyncapi.yaml) (AsyncAPI 3) | channels, both protocols, headers, messages, close codes |
            | [Schemas](schema) | [events.json](../schema/events.json), [published-events.json](../schema/published-events.json) (JSON Schema 2020-12) | the JSON of each message |
            | [Error codes](errors) | | what `code` of an error means |
            | [Close codes](close-codes) | | why a session ended |

            The [live page](../) shows the events of this gateway.
            """).end();
    }

    static String openApi(JsonNode api) {
        Html page = new Html("REST API").raw("<h1>REST API</h1>\n");
        page.markdown("Version " + api.at("/info/version").asString() + ". "
                + api.at("/info/description").asString()
                + "\n\nThe same for programs: [openapi.json](../openapi.json).");
        Map<String, List<Runnable>> operations = new TreeMap<>();
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> operations
                                .computeIfAbsent(method.getValue().at("/tags/0").asString(), tag -> new ArrayList<>())
                                .add(() -> operation(page, path.getKey(), method.getKey(), method.getValue()))));
        api.get("tags").forEach(tag -> {
            String name = tag.get("name").asString();
            page.heading(2, "tag-" + name, name)
                    .markdown(tag.path("description").asString(""));
            operations.getOrDefault(name, List.of()).forEach(Runnable::run);
        });
        schemas(page, api.at("/components/schemas"));
        return page.end();
    }

    private static void operation(Html page, String path, String method, JsonNode operation) {
        String id = operation.get("operationId").asString();
        page.heading(3, id, operation.path("summary").asString(id));
        page.raw("<p>" + Html.code(method.toUpperCase(Locale.ROOT) + " " + path) + "</p>\n");
        page.markdown(operation.path("description").asString(""));
        if (operation.has("parameters")) {
            page.table("Parameter", "In", "Type", "Needed", "Meaning");
            operation
                    .get("parameters")
                    .forEach(parameter -> page.row(
                            Html.code(parameter.get("name").asString()),
                            parameter.get("in").asString(),
                            SchemaTable.type(parameter.get("schema")),
                            parameter.path("required").asBoolean(false) ? "yes" : "no",
                            Html.inline(parameter.path("description").asString(""))));
            page.endTable();
        }
        JsonNode request = operation.at("/requestBody/content/application~1json");
        if (!request.isMissingNode()) {
            page.raw("<p>Request: " + SchemaTable.type(request.get("schema")) + "</p>\n")
                    .example(request.get("example"));
        }
        page.table("Status", "Answer", "Headers", "Means");
        operation
                .get("responses")
                .properties()
                .forEach(response -> page.row(
                        response.getKey(),
                        body(response.getValue()),
                        String.join(
                                ", ",
                                response.getValue().path("headers").propertyNames().stream()
                                        .map(Html::code)
                                        .toList()),
                        Html.inline(response.getValue()
                                .get("description")
                                .asString()
                                .replaceAll("([A-Z]+_[A-Z_]+|[A-Z]{8,})", "[`$1`](errors#$1)"))));
        page.endTable();
        operation.get("responses").properties().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .map(response -> response.getValue().at("/content/application~1json/example"))
                .filter(example -> !example.isMissingNode())
                .forEach(page::example);
    }

    private static String body(JsonNode response) {
        return response.path("content")
                .valueStream()
                .map(content -> SchemaTable.type(content.get("schema")))
                .findFirst()
                .orElse("empty");
    }

    private static void schemas(Html page, JsonNode schemas) {
        page.heading(2, "schemas", "Schemas")
                .markdown("The page [Schemas](schema) shows those of events and of all other messages.");
        schemas.properties().stream()
                .filter(schema -> !SchemaTable.isOfMessages(schema.getKey()))
                .forEach(schema -> {
                    page.heading(3, "schema-" + schema.getKey(), schema.getKey());
                    SchemaTable.add(page, schema.getValue());
                });
    }

    static String schema(JsonNode events, JsonNode published) {
        Html page = new Html("Schemas")
                .raw("<h1>Schemas of the messages</h1>\n")
                .markdown(
                        "JSON Schema, draft 2020-12. Fields and types that you do not know may come in later versions."
                                + "\n\nFor programs: [events.json](../schema/events.json), what clients get;"
                                + " [published-events.json](../schema/published-events.json), what producers send.");
        Map<String, JsonNode> all = new LinkedHashMap<>();
        List.of(events, published)
                .forEach(file ->
                        file.get("$defs").properties().forEach(schema -> all.put(schema.getKey(), schema.getValue())));
        all.forEach((name, schema) -> {
            page.heading(2, "schema-" + name, name);
            SchemaTable.add(page, schema);
        });
        return page.end();
    }

    static String asyncApi(JsonNode api) {
        Html page = new Html("Messages").raw("<h1>Messages</h1>\n");
        page.markdown("Version " + api.at("/info/version").asString() + ".\n\n"
                + api.at("/info/description").asString()
                + "\n\nThe same for programs: [asyncapi.yaml](../asyncapi.yaml).");
        page.heading(2, "servers", "Servers").table("Server", "Address", "Protocol", "Meaning");
        api.get("servers")
                .properties()
                .forEach(server -> page.row(
                        Html.escaped(server.getValue().get("title").asString()),
                        Html.code(server.getValue().get("host").asString()
                                + server.getValue().path("pathname").asString("")),
                        Html.escaped(server.getValue().get("protocol").asString() + " "
                                + server.getValue().path("protocolVersion").asString("")),
                        Html.inline(server.getValue().get("description").asString())));
        page.endTable().heading(2, "channels", "Channels");
        api.get("channels").properties().forEach(channel -> channel(page, api, channel.getKey(), channel.getValue()));
        page.heading(2, "messages", "Messages");
        api.at("/components/messages")
                .properties()
                .forEach(message -> message(page, api, message.getKey(), message.getValue()));
        schemas(page, api.at("/components/schemas"));
        page.heading(2, "close-codes", "Close codes")
                .markdown("How a session ends. [Close codes](close-codes) says more.")
                .table("Code", "Name", "Come back", "Wait", "Reason");
        api.get("x-close-codes")
                .forEach(code -> page.row(
                        code.get("code").asString(),
                        "<a href=\"close-codes#%1$s\">%1$s</a>"
                                .formatted(code.get("name").asString()),
                        code.get("reconnect").asBoolean() ? "yes" : "no",
                        code.has("waitSeconds") ? code.get("waitSeconds").asString() + " s" : "",
                        Html.escaped(code.get("reason").asString())));
        return page.endTable().end();
    }

    private static void channel(Html page, JsonNode api, String id, JsonNode channel) {
        page.heading(3, "channel-" + id, channel.get("title").asString());
        if (!channel.get("address").isNull()) {
            page.raw("<p>" + Html.code(channel.get("address").asString()) + "</p>\n");
        }
        page.markdown(channel.path("description").asString(""));
        for (String part : List.of("query", "headers")) {
            JsonNode binding = channel.at("/bindings/ws/" + part);
            if (!binding.isMissingNode()) {
                page.raw("<p>Handshake, " + part + ":</p>\n");
                SchemaTable.add(page, binding);
            }
        }
        page.raw("<ul>\n");
        api.get("operations")
                .valueStream()
                .filter(operation -> operation.at("/channel/$ref").asString().equals("#/channels/" + id))
                .forEach(operation -> {
                    boolean send = operation.get("action").asString().equals("send");
                    page.raw("<li>" + (send ? "From the gateway: " : "To the gateway: "));
                    page.raw(String.join(
                            ", ",
                            operation
                                    .get("messages")
                                    .valueStream()
                                    .map(message -> {
                                        JsonNode inChannel = api.at(
                                                message.get("$ref").asString().substring(1));
                                        String name = inChannel
                                                .get("$ref")
                                                .asString()
                                                .substring("#/components/messages/".length());
                                        return "<a href=\"#message-%s\">%s</a>"
                                                .formatted(
                                                        name,
                                                        Html.escaped(Contract.resolved(api, inChannel)
                                                                .get("name")
                                                                .asString()));
                                    })
                                    .toList()));
                    page.raw("</li>\n");
                });
        page.raw("</ul>\n");
    }

    private static void message(Html page, JsonNode api, String id, JsonNode message) {
        page.heading(
                3,
                "message-" + id,
                message.get("title").asString() + " (`" + message.get("name").asString() + "`)");
        page.markdown(message.path("summary").asString("") + "\n\n"
                + message.path("description").asString(""));
        if (message.has("headers")) {
            page.raw("<p>Headers:</p>\n");
            SchemaTable.add(page, Contract.resolved(api, message.get("headers")));
        }
        page.raw("<p>Body: " + SchemaTable.type(message.get("payload")) + "</p>\n");
        message.get("examples").forEach(example -> {
            if (example.has("headers") && message.at("/payload/$ref").isMissingNode()) {
                page.example(example.get("headers"));
            } else {
                page.example(example.get("payload"));
            }
        });
    }
}
