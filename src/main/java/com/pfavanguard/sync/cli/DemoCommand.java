package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.cli.demo.Demo;
import com.pfavanguard.sync.cli.demo.DemoFailedException;
import com.pfavanguard.sync.cli.demo.PemsUrl;
import com.pfavanguard.sync.cli.watch.EventFormat;
import com.pfavanguard.sync.cli.watch.GatewayUrl;
import com.pfavanguard.sync.cli.watch.StreamAddress;
import com.pfavanguard.sync.event.OrganizationId;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a day of edits against a running gateway, for people who want to see what it does before they use it. */
@Command(
        name = "demo",
        sortOptions = false,
        customSynopsis = GatewayCommand.NAME + " demo ORG [OPTIONS]",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        description = {
            "Play a day of edits against a running gateway and its stand-in PEMS: clean writes, a retry, resolved"
                    + " conflicts, a failure that is retried. Prints each step, and fails if an event does not arrive"
                    + " as documented. Takes about 20 s, mostly the worker's pauses between attempts.",
            "",
            "Uses the REST API, the stream and the stand-in's control interface. Creates its own records, so others"
                    + " can work at the same time. Never runs against a real PEMS.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  " + GatewayCommand.NAME + " demo org-rio",
            "  " + GatewayCommand.NAME + " demo org-rio --url http://localhost:3001 \\",
            "      --pems-url http://127.0.0.1:8091",
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls run()
final class DemoCommand implements Runnable {

    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ORG", description = "The organization's internal id, such as org-rio.")
    private OrganizationId organizationId;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://localhost:3000",
            description = "URL of the running gateway; default ${DEFAULT-VALUE}")
    private GatewayUrl gateway;

    @Option(
            names = "--pems-url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8090",
            description = "URL of the stand-in PEMS; default ${DEFAULT-VALUE}")
    private PemsUrl pems;

    @Mixin
    private TokenOption token;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "How long to wait for an event, in addition to announced pauses; default ${DEFAULT-VALUE}")
    private Duration timeout;

    DemoCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run() {
        Demo demo = demo();
        ShutdownHook hook = new ShutdownHook(() -> interrupted(demo));
        try {
            demo.play(clock);
        } catch (DemoFailedException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hook.close();
        }
    }

    private void interrupted(Demo demo) {
        demo.stop();
        spec.commandLine().getErr().println("interrupted; the demo resets the stand-in PEMS");
    }

    private Demo demo() {
        CommandLine self = spec.commandLine();
        EventFormat format = EventFormat.readable(ZoneId.systemDefault(), Ansi.AUTO.enabled());
        return new Demo(
                new StreamAddress(gateway, organizationId, token.shown()),
                pems,
                timeout,
                format,
                self.getOut(),
                self.getErr());
    }
}
