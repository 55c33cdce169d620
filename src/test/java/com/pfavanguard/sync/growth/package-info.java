/**
 * Simulates what many gateways and clients do together, which no test machine can run: reconnect storms, drains, rolling
 * restarts and broker failovers, from the measured cost of a connect and the limits and back-offs as shipped. Seeded, so
 * that each run gives the same tables; {@code GrowthPageTests} holds the page {@code operating/scaling.md} to them.
 */
@org.jspecify.annotations.NullMarked
package com.pfavanguard.sync.growth;
