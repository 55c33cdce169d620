package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.cli.load.Crowd;
import com.pfavanguard.sync.cli.load.LoadEndpoint;
import com.pfavanguard.sync.cli.load.Pace;
import com.pfavanguard.sync.cli.watch.GatewayUrl;
import com.pfavanguard.sync.cli.watch.TerminalText;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.web.LoopbackNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a running gateway for some seconds with many clients and one producer. */
@Command(
        name = "bench",
        sortOptions = false,
        customSynopsis = GatewayCommand.NAME + " bench ORG [OPTIONS]",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        description = {
            "Measure a running gateway for some seconds: connect clients, publish events by JMS at a fixed rate, count what"
                    + " arrives and how fast. Fails if anything is lost, doubled or out of order.",
            "",
            "Publishes made-up events, each for another record. Everyone who listens to the organization gets them, and"
                    + " its states keep the records for a while: use an organization for this alone.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every event came to every client once and in order",
            "1:it did not, or the run failed",
            "2:wrong usage; nothing was done",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  " + GatewayCommand.NAME + " bench org-bench",
            "  " + GatewayCommand.NAME + " bench org-bench --clients 1000 --rate 50 --duration 30s",
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls call()
final class BenchCommand implements Callable<Integer> {

    private static final int MOST_CLIENTS = 10_000;
    private static final int HIGHEST_RATE = 20_000;
    private static final int MOST_EVENTS = 200_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int AT_A_TIME = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int HTTP_PORT = 80;

    /** What clients speak. */
    enum Protocol {
        STOMP,
        JSON
    }

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ORG", description = "The organization's internal id, such as org-bench.")
    private OrganizationId organizationId;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "100",
            description = "Number of clients, up to 10,000; default ${DEFAULT-VALUE}")
    private int clients;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Events a second, up to 20,000; default ${DEFAULT-VALUE}")
    private int rate;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "How long to publish, up to 5m and 200,000 events; default ${DEFAULT-VALUE}")
    private Duration duration;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            defaultValue = "stomp",
            description = "What the clients speak, stomp or json; default ${DEFAULT-VALUE}")
    private Protocol protocol;

    @Option(
            names = "--event-bytes",
            paramLabel = "N",
            defaultValue = "300",
            description = "Size of an event, 200 to 10000; default ${DEFAULT-VALUE}")
    private int eventBytes;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "ws://localhost:3000",
            description = "URL of the gateway, without TLS; default ${DEFAULT-VALUE}")
    private GatewayUrl gateway;

    @Option(
            names = "--allow-remote",
            description = "Also run against another machine. Ask those who use that gateway first.")
    private boolean allowRemote;

    @Mixin
    private TokenOption token;

    @Option(
            names = "--broker-url",
            paramLabel = "URL",
            defaultValue = "tcp://localhost:61616",
            description = "URL of the broker to publish at; default ${DEFAULT-VALUE}")
    private String brokerUrl;

    @Mixin
    private BrokerLoginOptions login;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        refuseWhatIsTooMuch();
        BrokerAddress broker;
        try {
            broker = login.address(brokerUrl, CommandEnvironment::variable);
        } catch (IllegalArgumentException e) {
            throw usageError(String.valueOf(e.getMessage()).replace("--url", "--broker-url"));
        }
        if (!allowRemote && !(isHere() && broker.isHere())) {
            throw usageError("%s or the broker is on another machine. To put it under load, add --allow-remote"
                    .formatted(gateway.uri().getAuthority()));
        }
        BenchResult result = measure(broker);
        spec.commandLine().getOut().println(json ? TerminalText.cleanJson(result.json()) : result.text());
        return result.isSound() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void refuseWhatIsTooMuch() {
        require(clients >= 1 && clients <= MOST_CLIENTS, "--clients must be 1 to 10000");
        require(rate >= 1 && rate <= HIGHEST_RATE, "--rate must be 1 to 20000");
        require(eventBytes >= 200 && eventBytes <= 10_000, "--event-bytes must be 200 to 10000");
        require(duration.compareTo(LONGEST) <= 0, "--duration must be at most 5m");
        require(
                rate * duration.toMillis() / 1_000 <= MOST_EVENTS,
                "--rate and --duration make more than 200,000 events; lower one of them");
        require(
                gateway.uri().getScheme().equals("ws"),
                "bench speaks no TLS: give the gateway's own address, such as ws://localhost:3000");
    }

    private void require(boolean holds, String complaint) {
        if (!holds) {
            throw usageError(complaint);
        }
    }

    private boolean isHere() {
        return LoopbackNames.isLoopback(gateway.uri().getHost());
    }

    private BenchResult measure(BrokerAddress broker) {
        URI uri = gateway.uri();
        LoadEndpoint endpoint = new LoadEndpoint(
                uri.getHost(),
                uri.getPort() < 0 ? HTTP_PORT : uri.getPort(),
                uri.getRawPath() + LoadEndpoint.PATH,
                protocol == Protocol.STOMP,
                token.shown());
        try (ProgressLine progress = ProgressLine.onTerminal(spec.commandLine().getErr());
                JmsPublisher publisher = new JmsPublisher(broker);
                Crowd crowd =
                        new Crowd(endpoint, clients, List.of(organizationId.value())).withEventBytes(eventBytes)) {
            return new BenchRun(crowd, publisher, clients, new Pace(rate, 1, duration), progress)
                    .measure(AT_A_TIME, PATIENCE);
        } catch (IOException | UncheckedIOException | CompletionException e) {
            throw new CommandFailedException("the run broke off: " + e.getMessage(), e);
        }
    }

    private ParameterException usageError(String complaint) {
        return new ParameterException(spec.commandLine(), complaint);
    }
}
