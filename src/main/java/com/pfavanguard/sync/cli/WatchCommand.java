package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.cli.watch.EventFormat;
import com.pfavanguard.sync.cli.watch.EventWatch;
import com.pfavanguard.sync.cli.watch.GatewayUrl;
import com.pfavanguard.sync.cli.watch.StreamAddress;
import com.pfavanguard.sync.cli.watch.WatchListener;
import com.pfavanguard.sync.cli.watch.WatchTimings;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints an organization's stream, as a plain JSON client receives it, until it is stopped. */
@Command(
        name = "watch",
        sortOptions = false,
        customSynopsis = GatewayCommand.NAME + " watch ORG [OPTIONS]",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        description = {
            "Print an organization's sync events as they arrive. Reconnects by itself and resumes after the last"
                    + " event. Reports the state of the connection on standard error. Ctrl-C ends it.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  " + GatewayCommand.NAME + " watch org-rio",
            "  " + GatewayCommand.NAME + " watch org-rio --json --count 1 --timeout 30s",
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls run()
final class WatchCommand implements Runnable {

    private final WatchTimings timings;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ORG", description = "The organization's internal id, such as org-rio.")
    private OrganizationId organizationId;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "ws://localhost:3000",
            description = "URL of the gateway (ws, wss, http, https); default ${DEFAULT-VALUE}")
    private GatewayUrl gateway;

    @Mixin
    private TokenOption token;

    @Option(names = "--json", description = "Print the messages as they arrive, one JSON object a line.")
    private boolean json;

    @Mixin
    private FollowOptions end;

    @Option(names = "--last-event-id", paramLabel = "ID", description = "Start after the message with this eventId.")
    private @Nullable EventId lastEventId;

    WatchCommand(WatchTimings timings) {
        this.timings = timings;
    }

    @Override
    public void run() {
        end.check(spec);
        EventWatch watch = watch();
        end.follow((enough, time) -> watch.follow(lastEventId, enough, time), watch::heard, watch::stop);
    }

    private EventWatch watch() {
        CommandLine self = spec.commandLine();
        EventFormat format =
                json ? EventFormat.json() : EventFormat.readable(ZoneId.systemDefault(), Ansi.AUTO.enabled());
        StreamAddress address = new StreamAddress(gateway, organizationId, token.shown());
        return new EventWatch(address, WatchListener.printing(self.getOut(), format), self.getErr(), timings);
    }
}
