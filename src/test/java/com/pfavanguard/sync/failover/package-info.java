/**
 * Failovers with the real thing: two real brokers, gateways and a worker as processes, clients that resume, producers
 * that send again until the broker confirms, and users who save edits. Each case kills, stops, freezes or cuts off
 * something, counts what each client heard, and measures the longest silence. {@code BrokerKilledIT} runs in every build,
 * {@code FailoverIT} in "mvn -Pcluster verify".
 */
@org.jspecify.annotations.NullMarked
package com.pfavanguard.sync.failover;
