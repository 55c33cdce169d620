package com.pfavanguard.sync.gateway;

import com.pfavanguard.sync.broker.HeapShares;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the states: the last event of each record, from which a client learns where every record stands. All
 * gateways of a broker need the same values.
 *
 * @param keepFinished How long a record is kept after its edit has ended (SYNC_SUCCESS, SYNC_REMOVED); at least a minute.
 *     Records with an edit under way, in conflict or failed stay.
 * @param maxRecords Maximum number of records of one organization. With more, the oldest are forgotten: finished ones
 *     first, then others, which GET …/states tells by uncertainBefore.
 * @param memory Maximum memory for the states of all organizations, 300 bytes of overhead for each record included; one
 *     organization may use half of it. At the limit the organization with most loses its oldest. Default: one thirty-second
 *     of the heap beyond 64 MB, at most 64 MB. More than an eighth of the heap beyond 64 MB fails the start.
 */
@Validated
@ConfigurationProperties("sync.states")
public record StatesProperties(
        @NotNull @DurationMin(minutes = 1) @DefaultValue("24h")
        Duration keepFinished,

        @Positive @DefaultValue("25000") int maxRecords,
        @Nullable DataSize memory) {

    private static final String TOO_MUCH =
            "sync.states.memory may be at most an eighth of the heap beyond 64 MB; set a larger -Xmx";

    /** Most memory for the states, set or not. */
    public long memoryBytes() {
        return memory == null ? HeapShares.ofStates() : memory.toBytes();
    }

    @AssertTrue(message = TOO_MUCH) boolean isMemoryWithinTheHeap() {
        return memory == null || memory.toBytes() <= HeapShares.mostForStates();
    }
}
