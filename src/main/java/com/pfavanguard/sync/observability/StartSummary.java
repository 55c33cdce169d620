package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.broker.BrokerConsole;
import com.pfavanguard.sync.broker.BrokerProperties;
import com.pfavanguard.sync.broker.BrokerProperties.Mode;
import com.pfavanguard.sync.broker.BrokerUsers;
import com.pfavanguard.sync.gateway.BrokerLinkStatus;
import com.pfavanguard.sync.pems.PemsBaseUrl;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.SecurityProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Logs the last lines of a start: where to connect, where to look, where the data is. */
@Component
class StartSummary {

    private static final Logger log = LoggerFactory.getLogger("sync-gateway");

    private final BrokerProperties broker;
    private final SecurityProperties security;
    private final ObjectProvider<BrokerUsers> users;
    private final ObjectProvider<BrokerConsole> console;
    private final ObjectProvider<PemsBaseUrl> pems;
    private final ObjectProvider<BrokerLinkStatus> link;
    private final Terminal terminal;
    private final Environment environment;

    StartSummary(
            BrokerProperties broker,
            SecurityProperties security,
            ObjectProvider<BrokerUsers> users,
            ObjectProvider<BrokerConsole> console,
            ObjectProvider<PemsBaseUrl> pems,
            ObjectProvider<BrokerLinkStatus> link,
            Terminal terminal,
            Environment environment) {
        this.broker = broker;
        this.security = security;
        this.users = users;
        this.console = console;
        this.pems = pems;
        this.link = link;
        this.terminal = terminal;
        this.environment = environment;
    }

    @EventListener
    void print(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof WebServerApplicationContext web && web.getWebServer() != null) {
            lines(host() + ":" + web.getWebServer().getPort()).forEach(line -> log.info("{}", line));
        }
    }

    private String host() {
        String address = environment.getProperty("server.address", "localhost");
        return address.equals("127.0.0.1") || address.equals("0.0.0.0") ? "localhost" : address;
    }

    // Differs with management.server.port.
    private String healthAuthority(String authority) {
        String port = environment.getProperty("local.management.port");
        return port == null ? authority : authority.substring(0, authority.lastIndexOf(':') + 1) + port;
    }

    private List<String> lines(String authority) {
        List<String> lines = new ArrayList<>();
        lines.add("Ready.");
        // Exists in processes with the gateway role only.
        link.ifAvailable(serving -> {
            lines.add("  Clients      ws://" + authority
                    + "/api/ws/sync/<organizationId>   (sub-protocol v12.stomp: STOMP; none: plain JSON)");
            lines.add("  Live page    http://" + authority + "/");
        });
        lines.add("  Admin page   http://" + healthAuthority(authority) + "/admin");
        lines.add("  Health       http://" + healthAuthority(authority) + "/actuator/health");
        lines.add(
                security.mode() == SecurityProperties.Mode.OPEN
                        ? "  Access       open: no token needed, and only this machine can connect"
                        : "  Access       with a token (sync.security.mode=jwt)");
        if (Role.of(environment).contains(Role.API)) {
            lines.add("  REST API     http://%1$s/api/pems   (OpenAPI: http://%1$s/v3/api-docs)".formatted(authority));
        }
        // Exists in processes with the worker role only.
        pems.ifAvailable(available -> lines.addAll(pemsLines(available)));
        lines.addAll(brokerLines());
        return lines;
    }

    private static List<String> pemsLines(PemsBaseUrl pems) {
        if (pems.isStandIn()) {
            return List.of(
                    "  PEMS         a STAND-IN with made-up records at " + pems.get(),
                    "               nothing reaches a real PEMS until sync.pems.base-url names it");
        }
        return List.of("  PEMS         " + pems.get());
    }

    private List<String> brokerLines() {
        List<String> lines = new ArrayList<>();
        if (broker.mode() == Mode.EMBEDDED) {
            lines.add("  Producers    JMS tcp://127.0.0.1:%d topic sync.<organizationId>"
                    .formatted(broker.embedded().jmsPort()));
            lines.add("               STOMP 127.0.0.1:%d destination /topic/sync.<organizationId>"
                    .formatted(broker.embedded().stompPort()));
            users.ifAvailable(available -> lines.add("               " + loginLine(available)));
            lines.add("  Broker       embedded, data in "
                    + broker.embedded().dataDirectory().toAbsolutePath().normalize());
            console.ifAvailable(available -> lines.addAll(consoleLines(available)));
        } else {
            lines.add("  Broker       external, " + broker.external().places());
        }
        return lines;
    }

    private String loginLine(BrokerUsers users) {
        if (!users.required()) {
            return "no password needed (sync.broker.embedded.require-login=false)";
        }
        String user = "user " + BrokerUsers.PRODUCER + ", password ";
        if (users.producerConfigured()) {
            return user + "as set by sync.broker.embedded.producer-password";
        }
        if (terminal.isInteractive()) {
            show("  Password of " + BrokerUsers.PRODUCER + " (shown once)", users.revealNewProducerPassword());
        }
        return user + "in " + users.file() + "   (sed -n 's/^producer=//p')";
    }

    // Not in the log, which many people may be able to read.
    private void show(String what, @Nullable String password) {
        if (password != null) {
            terminal.show(what + ": " + password);
        }
    }

    private List<String> consoleLines(BrokerConsole console) {
        String where = "  Console      %s   user %s".formatted(console.uri(), BrokerConsole.USER);
        if (terminal.isInteractive()) {
            show("  Password of the console (shown this once; keep it)", console.revealNewPassword());
        }
        Path file = console.newPasswordFile();
        return file == null
                ? List.of(where)
                : List.of(where, "               password in " + file + "   (deleted after the first login with it)");
    }
}
