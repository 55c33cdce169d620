package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.broker.BrokerProperties;
import com.pfavanguard.sync.broker.BrokerProperties.Mode;
import com.pfavanguard.sync.pems.PemsProperties;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.start.Finding;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks whether the ports of the settings are free, or else who has them. */
final class PortsCheck implements Check {

    private static final String LOOPBACK = "127.0.0.1";

    private final Surroundings surroundings;

    PortsCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * A port that a start opens.
     *
     * @param setting its name
     * @param address where it listens; {@code null} for all addresses
     */
    record Port(String setting, @Nullable String address, int number) {}

    @Override
    public String name() {
        return "ports";
    }

    @Override
    public List<Finding> look(Setup setup) throws InterruptedException {
        List<Port> ports = ports(setup);
        List<Finding> findings = new ArrayList<>(twice(ports));
        Optional<RunningGateway> gateway = surroundings.gateway(setup);
        Optional<ProcessHandle> process =
                gateway.flatMap(running -> PortOwner.of(running.base().getPort()));
        gateway.ifPresent(running -> findings.add(Finding.fine(
                "A gateway runs on %s%s, so its ports are taken",
                running.base(),
                process.map(found -> " (process " + found.pid() + ")").orElse(""))));
        for (Port port : ports) {
            if (port.number() != 0) {
                taken(port).ifPresent(reason -> findings.add(judge(port, reason, gateway.isPresent(), process)));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.fine("All ports are free: %s", shown(ports)));
        }
        return findings;
    }

    private static List<Port> ports(Setup setup) {
        List<Port> ports = new ArrayList<>();
        @Nullable String address = setup.environment().getProperty("server.address");
        ports.add(new Port("server.port", address, setup.number("server.port", 8080)));
        int management = setup.number("management.server.port", 0);
        if (management > 0) {
            ports.add(new Port(
                    "management.server.port",
                    setup.environment().getProperty("management.server.address"),
                    management));
        }
        setup.find(BrokerProperties.class)
                .filter(broker -> broker.mode() == Mode.EMBEDDED)
                .ifPresent(broker -> {
                    ports.add(new Port(
                            "sync.broker.embedded.stomp-port",
                            LOOPBACK,
                            broker.embedded().stompPort()));
                    ports.add(new Port(
                            "sync.broker.embedded.jms-port",
                            LOOPBACK,
                            broker.embedded().jmsPort()));
                    if (broker.console().enabled()) {
                        ports.add(new Port(
                                "sync.broker.console.port",
                                LOOPBACK,
                                broker.console().port()));
                    }
                });
        setup.find(PemsProperties.class)
                .filter(pems -> pems.baseUrl() == null && setup.roles().contains(Role.WORKER))
                .ifPresent(pems -> ports.add(new Port(
                        "sync.pems.stand-in.port", LOOPBACK, pems.standIn().port())));
        return ports;
    }

    private static List<Finding> twice(List<Port> ports) {
        Map<Integer, Port> seen = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Port port : ports) {
            Port other = port.number() == 0 ? null : seen.putIfAbsent(port.number(), port);
            if (other != null) {
                findings.add(Finding.problem(
                        "%s and %s are both %d. Give one of them another port",
                        other.setting(), port.setting(), port.number()));
            }
        }
        return findings;
    }

    /** Returns why the port cannot be opened; empty if it can. */
    private static Optional<IOException> taken(Port port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do: a port whose last connections are still being forgotten is free.
            socket.setReuseAddress(true);
            InetAddress address = port.address() == null || port.address().isBlank()
                    ? null
                    : InetAddress.getByName(port.address().strip());
            socket.bind(new InetSocketAddress(address, port.number()));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private static Finding judge(Port port, IOException reason, boolean gatewayRuns, Optional<ProcessHandle> gateway) {
        Optional<ProcessHandle> owner = PortOwner.of(port.number());
        boolean ours = gatewayRuns && (owner.isEmpty() || gateway.isEmpty() || owner.equals(gateway));
        if (ours) {
            return Finding.fine("%s=%d is taken by that gateway", port.setting(), port.number());
        }
        if (owner.isPresent()) {
            return Finding.problem(
                    "%s=%d is taken by process %d (%s). Stop it, or set another port",
                    port.setting(), port.number(), owner.get().pid(), command(owner.get()));
        }
        if (String.valueOf(reason.getMessage()).contains("Permission denied")) {
            return Finding.problem(
                    "%s=%d cannot be opened by this user: ports below 1024 are for root, or need the right"
                            + " CAP_NET_BIND_SERVICE. Set a port from 1024 on",
                    port.setting(), port.number());
        }
        if (!(reason instanceof BindException)
                || String.valueOf(reason.getMessage()).contains("assign")) {
            return Finding.problem(
                    "%s=%d cannot be opened on %s, which is no address of this machine (%s). Set the address to one that ip"
                            + " addr shows, or to 0.0.0.0 for all",
                    port.setting(), port.number(), String.valueOf(port.address()), String.valueOf(reason.getMessage()));
        }
        return Finding.problem(
                "%s=%d cannot be opened on %s: %s. If another process has it, stop that or set another port; as root, ss"
                        + " -tanp shows it",
                port.setting(),
                port.number(),
                port.address() == null ? "all addresses" : port.address(),
                String.valueOf(reason.getMessage()));
    }

    // Without arguments, which may hold passwords.
    private static String command(ProcessHandle process) {
        return process.info().command().orElse("of another user");
    }

    private static String shown(List<Port> ports) {
        return String.join(
                ", ", ports.stream().map(port -> String.valueOf(port.number())).toList());
    }
}
