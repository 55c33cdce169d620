/**
 * What {@code mvn -Pbenchmark verify} runs: the gateway's packaged jar as a process of its own, driven from here, and
 * tables of what was measured. Figures, not tests: only what must never happen, such as a lost item, fails a run.
 */
@org.jspecify.annotations.NullMarked
package com.pfavanguard.sync.benchmark;
