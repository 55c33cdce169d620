package com.pfavanguard.sync.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncEventType;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Describes the answers with states and events. Their controller writes JSON around events that are JSON already, so
 * there is no type to derive a schema from; the schemas of the events are those of {@code /schema/events.json}.
 */
final class DescribedStates {

    static final String LAST_EVENT_ID = "Last-Event-Id";

    /** Bounds of the requests, which their controller checks. */
    static final int MOST = 1_000;

    static final int MOST_PFA_IDS = 100;

    private static final String PATH = "/api/sync/{organizationId}/";
    private static final String EVENT = "SyncEvent";
    private static final String STATES_PAGE = "StatesPage";
    private static final String EVENTS_PAGE = "EventsPage";

    private DescribedStates() {}

    static List<String> types() {
        return Arrays.stream(SyncEventType.values()).map(Enum::name).toList();
    }

    static void describe(String path, Operation operation) {
        switch (path) {
            case PATH + "states" -> answer(operation, STATES_PAGE);
            case PATH + "events" -> answer(operation, EVENTS_PAGE);
            default -> {}
        }
    }

    private static void answer(Operation operation, String page) {
        operation.getResponses().forEach((status, response) -> {
            if (status.startsWith("2")) {
                Schema<?> schema = new Schema<>().$ref(ApiDescription.SCHEMAS + page);
                response.setContent(new Content().addMediaType("application/json", new MediaType().schema(schema)));
                DescribedOperations.header(response, LAST_EVENT_ID);
            }
        });
    }

    /** The schemas of these answers and of the events in them, by name. */
    static Map<String, Schema<?>> schemas() {
        Map<String, Schema<?>> schemas = new LinkedHashMap<>(events());
        schemas.put(STATES_PAGE, states());
        schemas.put(EVENTS_PAGE, eventsPage());
        return schemas;
    }

    private static Map<String, Schema<?>> events() {
        try (InputStream file = new ClassPathResource("static/schema/events.json").getInputStream()) {
            JsonNode definitions = JsonMapper.shared().readTree(file).get("$defs");
            Map<String, Schema<?>> schemas = new LinkedHashMap<>();
            definitions.properties().stream()
                    .filter(each -> isOfEvents(each.getKey(), each.getValue()))
                    .forEach(each -> schemas.put(each.getKey(), schema(each.getValue())));
            return schemas;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // The events, and what they consist of; no greetings and notices, and not the choice of all of them.
    private static boolean isOfEvents(String name, JsonNode schema) {
        return name.startsWith("Sync") || schema.at("/properties/type/const").isMissingNode() && !schema.has("oneOf");
    }

    private static Schema<?> schema(JsonNode definition) {
        String json = definition.toString().replace("#/$defs/", ApiDescription.SCHEMAS);
        try {
            return Json31.mapper().readValue(json, Schema.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("static/schema/events.json has a schema that OpenAPI does not know", e);
        }
    }

    private static Schema<?> states() {
        Schema<?> counts = DescribedSchemas.ofType("object")
                .description("Records of the organization by the type of their last event, not only those of the page");
        for (SyncEventType type : SyncEventType.values()) {
            counts.addProperty(type.name(), DescribedSchemas.ofType("integer").minimum(BigDecimal.ZERO));
            counts.addRequiredItem(type.name());
        }
        Schema<?> page = page("One page of the states of an organization's records.");
        page.addProperty("counts", counts);
        page.addProperty(
                "uncertainBefore",
                DescribedSchemas.ofType("string", "null")
                        .format("date-time")
                        .description("States with an earlier timestamp may be out of date; null if none can be"));
        page.addProperty("states", list("The last event of each record, by pfaId"));
        page.addProperty(
                "next",
                DescribedSchemas.ofType("string", "null")
                        .description("The cursor of the next page; null if this is the last one"));
        page.setRequired(List.of("organizationId", "position", "counts", "uncertainBefore", "states", "next"));
        return page;
    }

    private static Schema<?> eventsPage() {
        Schema<?> page = page("Events behind a position, oldest first.");
        page.addProperty(
                "recovered",
                DescribedSchemas.ofType("boolean")
                        .description("Whether these are all events behind the position; false if some may be missing"));
        page.addProperty("events", list("The events of this page"));
        page.addProperty("more", DescribedSchemas.ofType("boolean").description("Whether more events follow"));
        page.setRequired(List.of("organizationId", "position", "recovered", "events", "more"));
        return page;
    }

    private static Schema<?> page(String description) {
        Schema<?> page = DescribedSchemas.ofType("object").description(description);
        page.addProperty(
                "organizationId",
                DescribedSchemas.text(OrganizationId.SYNTAX).description("Internal id of the organization"));
        page.addProperty(
                "position",
                DescribedSchemas.text(EventId.SYNTAX).description("Position in the stream from which to go on"));
        return page;
    }

    private static Schema<?> list(String description) {
        return DescribedSchemas.ofType("array")
                .items(new Schema<>().$ref(ApiDescription.SCHEMAS + EVENT))
                .description(description);
    }
}
