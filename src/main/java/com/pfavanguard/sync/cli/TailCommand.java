package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.cli.tail.TailFollower;
import com.pfavanguard.sync.cli.watch.EventFormat;
import com.pfavanguard.sync.cli.watch.GatewayUrl;
import com.pfavanguard.sync.cli.watch.ServerMessage;
import com.pfavanguard.sync.cli.watch.WatchListener;
import com.pfavanguard.sync.cli.watch.WatchTimings;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEventType;
import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the events of all organizations of a gateway, for admins, until it is stopped. */
@Command(
        name = "tail",
        sortOptions = false,
        customSynopsis = GatewayCommand.NAME + " tail [OPTIONS]",
        descriptionHeading = "%n",
        description = {
            "Print the sync events of all organizations as they arrive at a gateway. For admins: needs perm_ViewAllOrgs,"
                    + " and the audit log records it. Reconnects by itself and says which time it missed. Ctrl-C ends it.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  " + GatewayCommand.NAME + " tail",
            "  " + GatewayCommand.NAME + " tail --org org-rio --type SYNC_FAILED --json",
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls run()
final class TailCommand implements Runnable {

    private final WatchTimings timings;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Option(names = "--org", paramLabel = "ORG", description = "Only the events of this organization.")
    private @Nullable OrganizationId organizationId;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "Only events of these types; separated by commas.")
    private Set<SyncEventType> types = new LinkedHashSet<>();

    @Option(
            names = "--pfa",
            paramLabel = "PFA",
            split = ",",
            description = "Only events of these records; separated by commas.")
    private Set<PfaId> pfaIds = new LinkedHashSet<>();

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://localhost:3000",
            description = "URL of the gateway; default ${DEFAULT-VALUE}")
    private GatewayUrl gateway;

    @Mixin
    private TokenOption token;

    @Option(names = "--json", description = "Print the events as they arrive, one JSON object a line.")
    private boolean json;

    @Mixin
    private FollowOptions end;

    TailCommand(WatchTimings timings, Clock clock) {
        this.timings = timings;
        this.clock = clock;
    }

    @Override
    public void run() {
        end.check(spec);
        TailFollower tail = tail();
        end.follow(tail::follow, tail::heard, tail::stop);
    }

    private TailFollower tail() {
        EventFormat format = json
                ? EventFormat.json()
                : withOrganization(EventFormat.readable(ZoneId.systemDefault(), Ansi.AUTO.enabled()));
        return new TailFollower(
                gateway,
                query(),
                token.shown(),
                WatchListener.printing(spec.commandLine().getOut(), format),
                spec.commandLine().getErr(),
                timings,
                clock);
    }

    private static EventFormat withOrganization(EventFormat format) {
        return message -> message instanceof ServerMessage.Event event
                ? "%-12s %s".formatted(event.event().organizationId(), format.line(message))
                : format.line(message);
    }

    private String query() {
        String query = Stream.of(
                        organizationId == null ? null : "organizationId=" + organizationId,
                        joined("types", types),
                        joined("pfaIds", pfaIds))
                .filter(Objects::nonNull)
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    private static @Nullable String joined(String name, Set<?> values) {
        return values.isEmpty()
                ? null
                : name + "=" + values.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
