package com.pfavanguard.sync.benchmark.micro;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.InvalidSyncEventException;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventJson;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Once for each event: reading what a producer sent, and writing it anew. */
@State(Scope.Thread)
public class EventJsonMicro {

    private static final EventId ID = new EventId("f3a85c60-7e19-4d42-a6b8-395c1e0d7f8a");

    private final SyncEventJson json = new SyncEventJson();
    private final byte[] received =
            ("{\"type\":\"SYNC_FAILED\",\"pfaId\":\"PFA-70901\",\"organizationId\":\"org-andes\","
                            + "\"timestamp\":\"2026-03-04T09:16:41.318Z\",\"details\":{\"error\":\"PEMS service unavailable\","
                            + "\"retryCount\":3}}")
                    .getBytes(StandardCharsets.UTF_8);
    private final SyncEvent event;

    public EventJsonMicro() {
        try {
            event = decodeEvent();
        } catch (InvalidSyncEventException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public SyncEvent decodeEvent() throws InvalidSyncEventException {
        return json.decode(received, ID, ID);
    }

    @Benchmark
    public byte[] encodeEvent() {
        return json.encode(event);
    }
}
