package com.pfavanguard.sync.pems.standin;

import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.pems.standin.StandInBehaviour.Mode;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets people and scripts control the stand-in: {@code /stand-in/behaviour}, {@code /stand-in/pfa/…}, {@code
 * /stand-in/calls}. Reports invalid requests as {@link IllegalArgumentException} or as Jackson's exceptions.
 */
final class StandInControl {

    private static final int CALLS_LISTED = 1_000;

    // A misspelt member would silently request another behaviour.
    private static final JsonMapper STRICT = StandInReply.JSON
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final StandInRecords records;
    private final StandInBehaviours behaviours;
    private final StandInCalls calls;

    StandInControl(StandInRecords records, StandInBehaviours behaviours, StandInCalls calls) {
        this.records = records;
        this.behaviours = behaviours;
        this.calls = calls;
    }

    /**
     * @param path the part after {@code /stand-in/}, split at the slashes
     * @param pfaIdOrNull only behaviours or calls of this record: several people may share one stand-in
     */
    StandInReply answer(String method, List<String> path, @Nullable String pfaIdOrNull, String body) {
        String what = path.isEmpty() ? "" : path.get(0);
        if (what.equals("behaviour") && path.size() == 1) {
            return behaviour(method, pfaIdOrNull, body);
        }
        if (what.equals("calls") && path.size() == 1) {
            return calls(method, pfaIdOrNull);
        }
        if (pfaIdOrNull != null) {
            throw new IllegalArgumentException("The parameter pfaId is only for behaviour and calls");
        }
        if (what.equals("pfa") && path.size() == 3) {
            return pfa(method, path.get(1), path.get(2), body);
        }
        return StandInReply.error(404, "Use /stand-in/behaviour, /stand-in/calls or /stand-in/pfa/{code}/{pfaId}");
    }

    private StandInReply behaviour(String method, @Nullable String pfaIdOrNull, String body) {
        Predicate<StandInBehaviour> asked =
                behaviour -> pfaIdOrNull == null || pfaIdOrNull.equals(behaviour.pfaIdOrNull());
        switch (method) {
            case "GET" -> {}
            case "POST" -> {
                if (pfaIdOrNull != null) {
                    throw new IllegalArgumentException("Put pfaId into the body of the behaviour");
                }
                behaviours.add(STRICT.readValue(body, BehaviourBody.class).asked());
            }
            case "DELETE" -> {
                behaviours.remove(asked);
                return waiting(behaviour -> true);
            }
            default -> {
                return notAllowed();
            }
        }
        return waiting(asked);
    }

    private StandInReply waiting(Predicate<StandInBehaviour> asked) {
        return StandInReply.json(
                200,
                Map.of(
                        "waiting",
                        behaviours.waiting().stream()
                                .filter(asked)
                                .map(StandInControl::shown)
                                .toList()));
    }

    private static Map<String, Object> shown(StandInBehaviour behaviour) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("mode", behaviour.label());
        shown.put("times", behaviour.times());
        shown.put("delay", behaviour.delay().toString());
        shown.put("retryAfter", behaviour.retryAfterOrNull());
        shown.put(
                "operation",
                behaviour.operationOrNull() == null
                        ? null
                        : behaviour.operationOrNull().label());
        shown.put("organizationCode", behaviour.organizationCodeOrNull());
        shown.put("pfaId", behaviour.pfaIdOrNull());
        shown.values().removeIf(value -> value == null);
        return shown;
    }

    private StandInReply calls(String method, @Nullable String pfaIdOrNull) {
        if (method.equals("GET") && pfaIdOrNull != null) {
            List<StandInCall> ofRecord = calls.list().stream()
                    .filter(call -> call.pfaId().equals(pfaIdOrNull))
                    .toList();
            return StandInReply.json(200, Map.of("total", ofRecord.size(), "calls", newest(ofRecord)));
        }
        if (pfaIdOrNull != null) {
            throw new IllegalArgumentException("Calls can only be deleted all together, without pfaId");
        }
        if (method.equals("DELETE")) {
            calls.clear();
        } else if (!method.equals("GET")) {
            return notAllowed();
        }
        List<StandInCall> list = calls.list();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("total", calls.total());
        body.put("reads", count(list, StandInOperation.READ));
        body.put("updates", count(list, StandInOperation.UPDATE));
        body.put("mostInOneSecond", calls.mostInOneSecond());
        body.put("mostInFlight", calls.mostInFlight());
        body.put("mostInFlightOnOneRecord", calls.mostInFlightOnOneRecord());
        body.put("calls", newest(list));
        return StandInReply.json(200, body);
    }

    private static List<StandInCall> newest(List<StandInCall> calls) {
        return calls.subList(Math.max(0, calls.size() - CALLS_LISTED), calls.size());
    }

    private static long count(List<StandInCall> calls, StandInOperation operation) {
        return calls.stream().filter(call -> call.operation() == operation).count();
    }

    private StandInReply pfa(String method, String organizationCode, String pfaId, String body) {
        return switch (method) {
            case "GET" -> StandInContract.record(organizationCode, pfaId, records.read(organizationCode, pfaId));
            case "POST" -> {
                PfaValues changes = STRICT.readValue(body, PfaValues.class);
                requireKnown(changes);
                yield StandInContract.record(organizationCode, pfaId, records.change(organizationCode, pfaId, changes));
            }
            default -> notAllowed();
        };
    }

    private static void requireKnown(PfaValues changes) {
        if (changes.isEmpty()
                || changes.names().stream()
                        .anyMatch(name -> PfaField.named(name).isEmpty())) {
            throw new IllegalArgumentException("The body must contain one or more fields of a PFA record");
        }
    }

    private static StandInReply notAllowed() {
        return StandInReply.error(405, "Use GET, POST or DELETE");
    }

    /** A behaviour as JSON; {@code mode} is a mode's name or an HTTP status, {@code delay} such as {@code 2s}. */
    private record BehaviourBody(
            @Nullable String mode,
            @Nullable Integer times,
            @Nullable String delay,
            @Nullable String retryAfter,
            @Nullable String operation,
            @Nullable String organizationCode,
            @Nullable String pfaId) {

        StandInBehaviour asked() {
            int status = mode != null && mode.matches("\\d{3}") ? Integer.parseInt(mode) : 0;
            Mode known =
                    status > 0 ? Mode.STATUS : named(Mode.values(), mode, "mode must be an HTTP status or one of ");
            Duration wait = delay != null
                    ? DurationStyle.detectAndParse(delay)
                    : known == Mode.SLOW ? Duration.ofSeconds(1) : Duration.ZERO;
            return new StandInBehaviour(
                    known,
                    status,
                    times == null ? 1 : times,
                    wait,
                    retryAfter,
                    operation == null ? null : named(StandInOperation.values(), operation, "operation must be one of "),
                    organizationCode,
                    pfaId);
        }

        private static <E extends Enum<E>> E named(E[] all, @Nullable String label, String complaint) {
            String name = label == null ? "" : label.toUpperCase(Locale.ROOT).replace('-', '_');
            return Arrays.stream(all)
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(complaint
                            + Arrays.toString(all).toLowerCase(Locale.ROOT).replace('_', '-')));
        }
    }
}
