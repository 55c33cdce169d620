package com.pfavanguard.sync.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The contract's example messages, {@code src/test/resources/event/*.json}. The tests of the JavaScript client and the
 * page {@code src/docs/reference/events.md} show the same files, so that all agree on the contract.
 */
public final class ExampleEvents {

    public static final OrganizationId ORG_ANDES = new OrganizationId("org-andes");

    private static final PfaId CRANE = new PfaId("PFA-70412");
    private static final PfaId GENERATOR = new PfaId("PFA-70588");
    private static final PfaId EXCAVATOR = new PfaId("PFA-70901");

    /** Every sync event there is an example file of, by the file's name without {@code .json}. */
    public static final Map<String, SyncEvent> SYNC_EVENTS = Map.of(
            "sync-queued",
            new SyncQueued(id("8e2f6b14-93d7-4c05-b1aa-7f3c0e5d6218"), ORG_ANDES, CRANE, at("09:15:02.040")),
            "sync-queued-retry",
            new SyncQueued(
                    id("b7d04a2e-5c38-4f61-9d2b-e1a6c8f37045"),
                    ORG_ANDES,
                    EXCAVATOR,
                    at("09:15:06.250"),
                    new SyncQueued.Retry(1, at("09:15:11.250"))),
            "sync-processing",
            new SyncProcessing(id("41c7e9d8-2b6f-4a93-8e15-d0f5b3a7c264"), ORG_ANDES, CRANE, at("09:15:03.511")),
            "sync-success",
            new SyncSuccess(id("f3a85c60-7e19-4d42-a6b8-395c1e0d7f8a"), ORG_ANDES, CRANE, at("09:15:04.227"), 8),
            "sync-success-use-pems",
            new SyncSuccess(
                    id("6b1d2f97-c840-4e5a-93f7-0a8e4c6d1b35"),
                    ORG_ANDES,
                    GENERATOR,
                    at("09:21:17.900"),
                    12,
                    SyncSuccess.USE_PEMS),
            "sync-conflict",
            new SyncConflict(
                    id("c95e0b73-18a4-4f2d-b6c1-5d7f9e3a2046"),
                    ORG_ANDES,
                    GENERATOR,
                    at("09:15:04.602"),
                    "5b0e7c1a-2f64-4d7e-9a35-6c1d0f2e8b90",
                    List.of("forecastEnd", "monthlyRate")),
            "sync-failed",
            new SyncFailed(
                    id("2a7f4c81-d5e6-4b39-8c0a-e94b1f6d3758"),
                    ORG_ANDES,
                    EXCAVATOR,
                    at("09:16:41.318"),
                    "PEMS service unavailable",
                    3),
            "sync-removed",
            new SyncRemoved(
                    id("d4c81e6a-3f92-4b07-8a5d-70e9b2f4c613"),
                    ORG_ANDES,
                    EXCAVATOR,
                    at("09:24:08.655"),
                    SyncRemoved.Reason.GIVEN_UP),
            "sync-removed-expired",
            new SyncRemoved(
                    id("17a95c3e-e0b4-4d68-92f1-c6d83a5b7e20"),
                    ORG_ANDES,
                    GENERATOR,
                    at("09:30:00.000"),
                    SyncRemoved.Reason.EXPIRED));

    /** Both greetings there is an example file of, by the file's name without {@code .json}. */
    public static final Map<String, Connected> GREETINGS = Map.of(
            "connected",
            new Connected(ORG_ANDES, at("09:15:00.000"), id("0d9c3f52-6a1e-4b77-8f0e-2c4b5d8a9e10"), null),
            "connected-recovered",
            new Connected(ORG_ANDES, at("09:15:30.000"), id("8e2f6b14-93d7-4c05-b1aa-7f3c0e5d6218"), true));

    /** Notices about the stream and about the token, by the file's name without {@code .json}. */
    public static final Set<String> NOTICES = Set.of(
            "stream-interrupted",
            "stream-restored",
            "stream-position",
            "snapshot-first",
            "snapshot",
            "token-expiring",
            "auth-refreshed",
            "auth-refresh-failed",
            "heartbeat");

    private ExampleEvents() {}

    /** The bytes of one file, by its name without {@code .json}. */
    public static byte[] file(String name) {
        String resource = "/event/" + name + ".json";
        try (InputStream file = ExampleEvents.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(file, resource).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EventId id(String value) {
        return new EventId(value);
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-04T" + time + "Z");
    }
}
