package com.pfavanguard.sync.gateway.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Publishes how full the history and the table of states are, and how many rooms there are. */
final class StreamGauges {

    private static final String BYTES = "bytes";

    private StreamGauges() {}

    static void register(History history, HistoryLimits limits, StateTable states, MeterRegistry meters) {
        Gauge.builder("sync.gateway.history.events", history, History::size).register(meters);
        Gauge.builder("sync.gateway.history.size", history, History::bytes)
                .baseUnit(BYTES)
                .register(meters);
        Gauge.builder("sync.gateway.history.max.events", limits, HistoryLimits::size)
                .register(meters);
        Gauge.builder("sync.gateway.history.max.size", limits, HistoryLimits::bytes)
                .baseUnit(BYTES)
                .register(meters);
        Gauge.builder("sync.states.records", states, StateTable::size).register(meters);
        Gauge.builder("sync.states.size", states, StateTable::bytes)
                .baseUnit(BYTES)
                .register(meters);
        Gauge.builder("sync.gateway.rooms", history.rooms(), Rooms::count).register(meters);
    }
}
