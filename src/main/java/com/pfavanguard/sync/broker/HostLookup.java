package com.pfavanguard.sync.broker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up all IP addresses of the brokers' names, each time anew. A name server that is slow or away costs little: the
 * names are looked up at the same time, for half a second together, and a name without an answer keeps the addresses
 * that it had. Safe for any thread.
 *
 * <p>Java itself remembers an answer for 30 s (security property {@code networkaddress.cache.ttl}).
 */
final class HostLookup implements Supplier<List<Endpoint>> {

    private static final Logger log = LoggerFactory.getLogger(HostLookup.class);

    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    /** Asks for the addresses of a name; {@link InetAddress#getAllByName} outside of tests. */
    interface Resolver {
        InetAddress[] resolve(String name) throws UnknownHostException;
    }

    private final List<BrokerHost> hosts;
    private final Resolver resolver;
    private final Map<String, InetAddress[]> known = new ConcurrentHashMap<>();

    /** Lookups without an answer yet. A name is asked for once at a time, or a dead name server would collect threads. */
    private final Map<String, CompletableFuture<InetAddress[]>> underWay = new ConcurrentHashMap<>();

    private final Set<String> warnedOf = ConcurrentHashMap.newKeySet();

    HostLookup(List<BrokerHost> hosts) {
        this(hosts, InetAddress::getAllByName);
    }

    HostLookup(List<BrokerHost> hosts, Resolver resolver) {
        this.hosts = hosts;
        this.resolver = resolver;
    }

    /** Returns the endpoints in the order of the setting; none for a name that is unknown. */
    @Override
    public List<Endpoint> get() {
        hosts.forEach(host -> underWay.computeIfAbsent(host.name(), this::ask));
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        List<Endpoint> endpoints = new ArrayList<>();
        for (BrokerHost host : hosts) {
            for (InetAddress ip : addresses(host.name(), deadline)) {
                endpoints.add(new Endpoint(host, ip));
            }
        }
        return endpoints;
    }

    private InetAddress[] addresses(String name, long deadline) {
        CompletableFuture<InetAddress[]> answer = underWay.get(name);
        try {
            // Without an answer under way, another thread has just taken it.
            if (answer != null) {
                known.put(name, answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
                warnedOf.remove(name);
            }
        } catch (ExecutionException e) {
            warn(name, e.getCause());
        } catch (TimeoutException e) {
            log.debug("The name server has not answered for {} yet", name);
            return known.getOrDefault(name, new InetAddress[0]);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return known.getOrDefault(name, new InetAddress[0]);
        }
        underWay.remove(name, answer);
        return known.getOrDefault(name, new InetAddress[0]);
    }

    // An unknown name of a backup would otherwise be noticed when the backup is needed.
    private void warn(String name, @Nullable Throwable failure) {
        if (warnedOf.add(name)) {
            log.warn(
                    "No IP address is known for the broker {} ({}); check the name in sync.broker.external.addresses, and"
                            + " the DNS",
                    name,
                    failure == null ? "no reason given" : failure.toString());
        }
    }

    @Override
    public String toString() {
        return hosts.stream().map(BrokerHost::name).collect(Collectors.joining(", "));
    }

    private CompletableFuture<InetAddress[]> ask(String name) {
        CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        answer.complete(resolver.resolve(name));
                    } catch (Throwable e) { // or the name would be under way for ever
                        answer.completeExceptionally(e);
                    }
                },
                "broker-lookup");
        thread.setDaemon(true);
        thread.start();
        return answer;
    }
}
