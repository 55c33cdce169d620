package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventJson;
import com.pfavanguard.sync.event.SyncEventType;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes one event as a backend service does, for trials and scripts. */
@Command(
        name = "publish",
        sortOptions = false,
        customSynopsis = GatewayCommand.NAME + " publish ORG TYPE --pfa=PFA [DETAILS] [OPTIONS]",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        description = "Publish one sync event by JMS, as a backend service would.",
        footerHeading = "%nOptions for each TYPE:%n",
        footer = {
            "  SYNC_QUEUED       none; for a retry --retry-count and --next-attempt-at",
            "  SYNC_PROCESSING   none",
            "  SYNC_SUCCESS      --new-version, optionally --resolution",
            "  SYNC_CONFLICT     --conflict-id and at least one --field",
            "  SYNC_FAILED       --error and --retry-count",
            "  SYNC_REMOVED      --reason",
            "",
            "Example:",
            "  " + GatewayCommand.NAME + " publish org-rio SYNC_SUCCESS \\",
            "      --pfa PFA-70412 --new-version 8",
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls run()
final class PublishCommand implements Runnable {

    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ORG", description = "The organization's internal id, such as org-rio.")
    private OrganizationId organizationId;

    @Parameters(index = "1", paramLabel = "TYPE", description = "Type of the event; see below. Upper or lower case.")
    private SyncEventType type;

    @Option(names = "--pfa", required = true, paramLabel = "PFA", description = "The record, such as PFA-70412.")
    private PfaId pfaId;

    @Mixin
    private final DetailOptions details = new DetailOptions();

    @Option(
            names = "--event-id",
            paramLabel = "ID",
            description =
                    "Id of the event. Default: a new one. Clients receive an event once, even if it is sent twice with the same id.")
    private @Nullable EventId eventId;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    PublishCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run() {
        DetailRules.of(type).complaint(type, given()).ifPresent(complaint -> {
            throw usageError(complaint);
        });
        SyncEvent event;
        BrokerAddress address;
        try {
            event = details.event(
                    type, eventId == null ? EventId.random() : eventId, organizationId, pfaId, clock.instant());
            address = broker.address();
        } catch (IllegalArgumentException e) {
            throw usageError(String.valueOf(e.getMessage()));
        }
        address.send(event);
        PrintWriter out = spec.commandLine().getOut();
        out.println(new String(new SyncEventJson().encode(event), StandardCharsets.UTF_8));
        out.println("The broker has accepted the event.");
    }

    private Set<String> given() {
        return spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .collect(Collectors.toSet());
    }

    private ParameterException usageError(String complaint) {
        return new ParameterException(spec.commandLine(), complaint);
    }
}
