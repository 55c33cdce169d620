package com.pfavanguard.sync.contract;

import com.pfavanguard.sync.contract.SchemaDiff.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds what breaks between two versions of the OpenAPI or AsyncAPI document. */
final class ContractDiff {

    private static final JsonNode ANYTHING = JsonMapper.shared().createObjectNode();

    private final JsonNode before;
    private final JsonNode after;
    private final List<String> breaks = new ArrayList<>();

    private ContractDiff(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
    }

    static List<String> openApi(JsonNode before, JsonNode after) {
        ContractDiff diff = new ContractDiff(before, after);
        before.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> diff.operation(
                                method.getKey() + " " + path.getKey(),
                                method.getValue(),
                                after.get("paths").path(path.getKey()).path(method.getKey()))));
        return diff.breaks;
    }

    private void operation(String where, JsonNode old, JsonNode now) {
        if (now.isMissingNode()) {
            breaks.add(where + " is gone");
            return;
        }
        if (!old.get("operationId").equals(now.get("operationId"))) {
            breaks.add(where + ": operationId has changed, and with it the names in generated clients");
        }
        parameters(where, old.path("parameters"), now.path("parameters"));
        content(where + " request", old.path("requestBody"), now.path("requestBody"), Writer.CLIENT);
        if (now.at("/requestBody/required").asBoolean(false) && !old.has("requestBody")) {
            breaks.add(where + ": a body is required now");
        }
        old.get("responses").properties().forEach(response -> {
            JsonNode answer = now.get("responses").path(response.getKey());
            if (answer.isMissingNode()) {
                breaks.add(where + ": no longer answers " + response.getKey());
                return;
            }
            content(where + " " + response.getKey(), response.getValue(), answer, Writer.GATEWAY);
            response.getValue().path("headers").propertyNames().stream()
                    .filter(header -> !answer.path("headers").has(header))
                    .forEach(header -> breaks.add(where + " " + response.getKey() + ": no header " + header));
        });
    }

    private void parameters(String where, JsonNode old, JsonNode now) {
        Map<String, JsonNode> known = new HashMap<>();
        old.forEach(parameter -> known.put(parameter.get("in") + " " + parameter.get("name"), parameter));
        now.forEach(parameter -> {
            JsonNode earlier = known.remove(parameter.get("in") + " " + parameter.get("name"));
            String what = where + " " + parameter.get("name").asString();
            if (parameter.path("required").asBoolean(false)
                    && (earlier == null || !earlier.path("required").asBoolean(false))) {
                breaks.add(what + " is required now");
            }
            if (earlier != null) {
                schemas(what, earlier.get("schema"), parameter.get("schema"), Writer.CLIENT);
            }
        });
        known.keySet().forEach(gone -> breaks.add(where + ": parameter " + gone + " is gone"));
    }

    private void content(String where, JsonNode old, JsonNode now, Writer writer) {
        old.path("content").properties().forEach(type -> {
            JsonNode same = now.path("content").path(type.getKey());
            if (same.isMissingNode()) {
                breaks.add(where + ": no longer " + type.getKey());
            } else {
                schemas(where, type.getValue().get("schema"), same.get("schema"), writer);
            }
        });
    }

    private void schemas(String where, JsonNode old, JsonNode now, Writer writer) {
        breaks.addAll(SchemaDiff.breaks(where, before, old, after, now, writer));
    }

    static List<String> asyncApi(JsonNode before, JsonNode after) {
        ContractDiff diff = new ContractDiff(before, after);
        before.get("channels")
                .properties()
                .forEach(channel -> diff.channel(
                        channel.getKey(),
                        channel.getValue(),
                        after.get("channels").path(channel.getKey())));
        before.get("operations").properties().forEach(operation -> {
            JsonNode now = after.get("operations").path(operation.getKey());
            if (!operation.getValue().get("action").equals(now.path("action"))) {
                diff.breaks.add(operation.getKey() + " is gone");
            } else {
                operation
                        .getValue()
                        .get("messages")
                        .forEach(message -> diff.message(
                                message.get("$ref").asString(),
                                now.get("messages"),
                                now.get("action").asString().equals("send") ? Writer.GATEWAY : Writer.CLIENT));
            }
        });
        diff.closeCodes();
        return diff.breaks;
    }

    private void channel(String where, JsonNode old, JsonNode now) {
        if (now.isMissingNode() || !old.get("address").equals(now.get("address"))) {
            breaks.add(where + " is gone, or has another address");
            return;
        }
        for (String part : List.of("/bindings/ws/query", "/bindings/ws/headers")) {
            if (!old.at(part).isMissingNode()) {
                schemas(where + part, old.at(part), now.at(part), Writer.CLIENT);
            }
        }
    }

    private void message(String reference, JsonNode messages, Writer writer) {
        if (messages.valueStream().noneMatch(each -> each.get("$ref").asString().equals(reference))) {
            breaks.add(reference + " is gone");
            return;
        }
        JsonNode old = twice(before, reference);
        JsonNode now = twice(after, reference);
        for (String part : Set.of("payload", "headers")) {
            schemas(
                    old.get("name").asString() + " " + part,
                    old.has(part) ? old.get(part) : ANYTHING,
                    now.has(part) ? now.get(part) : ANYTHING,
                    writer);
        }
    }

    // An operation's message leads to its channel's, and that to the component.
    private static JsonNode twice(JsonNode document, String reference) {
        return Contract.resolved(document, document.at(reference.substring(1)));
    }

    private void closeCodes() {
        Map<Integer, JsonNode> now = new HashMap<>();
        after.get("x-close-codes").forEach(code -> now.put(code.get("code").asInt(), code));
        before.get("x-close-codes").forEach(code -> {
            JsonNode same = now.get(code.get("code").asInt());
            if (same == null
                    || !same.get("name").equals(code.get("name"))
                    || !same.get("reconnect").equals(code.get("reconnect"))) {
                breaks.add("close code " + code.get("code") + " is gone, or means something else");
            }
        });
    }
}
