package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.cli.http.JsonHttp;
import com.pfavanguard.sync.cli.http.JsonHttp.Answer;
import com.pfavanguard.sync.cli.watch.EventFormat;
import com.pfavanguard.sync.cli.watch.GatewayUrl;
import com.pfavanguard.sync.cli.watch.MessageReader;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEventType;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Prints the state of each record of an organization, from all pages of the gateway's answer. */
@Command(
        name = "states",
        sortOptions = false,
        customSynopsis = GatewayCommand.NAME + " states ORG [OPTIONS]",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        description = {
            "Print the last event of each record of an organization, by record, and how many records are in which state.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  " + GatewayCommand.NAME + " states org-rio",
            "  " + GatewayCommand.NAME + " states org-rio --type SYNC_CONFLICT,SYNC_FAILED --json",
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls run()
final class StatesCommand implements Runnable {

    private static final int PAGE = 1_000;
    private static final int MOST_PFA_IDS = 100;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ORG", description = "The organization's internal id, such as org-rio.")
    private OrganizationId organizationId;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "Only records whose last event is of these types; separated by commas.")
    private Set<SyncEventType> types = new LinkedHashSet<>();

    @Option(
            names = "--pfa",
            paramLabel = "PFA",
            split = ",",
            description = "Only these records, up to 100; separated by commas.")
    private Set<PfaId> pfaIds = new LinkedHashSet<>();

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://localhost:3000",
            description = "URL of the gateway; default ${DEFAULT-VALUE}")
    private GatewayUrl gateway;

    @Mixin
    private TokenOption token;

    @Option(names = "--json", description = "Print the events as they are, one JSON object a line, and no summary.")
    private boolean json;

    @Override
    public void run() {
        if (pfaIds.size() > MOST_PFA_IDS) {
            throw new ParameterException(spec.commandLine(), "--pfa takes up to " + MOST_PFA_IDS + " records");
        }
        JsonHttp http = new JsonHttp(
                gateway.http(),
                token.shown(),
                e -> new CommandFailedException(
                        "no answer from %s; check that the gateway is running, or give another address with --url"
                                .formatted(gateway.http()),
                        e));
        try (ProgressLine progress = ProgressLine.onTerminal(spec.commandLine().getErr())) {
            print(http, progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(JsonHttp http, ProgressLine progress) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        EventFormat format =
                json ? EventFormat.json() : EventFormat.readable(ZoneId.systemDefault(), Ansi.AUTO.enabled());
        MessageReader reader = new MessageReader();
        JsonNode first = page(http, null);
        JsonNode page = first;
        long printed = 0;
        while (true) {
            for (JsonNode state : page.path("states")) {
                reader.read(state.toString()).ifPresent(message -> out.println(format.line(message)));
                printed++;
            }
            String next = page.path("next").asString("");
            if (next.isEmpty() || out.checkError()) {
                break;
            }
            progress.show(0, printed + " records so far");
            page = page(http, next);
        }
        progress.close();
        if (!json) {
            summarize(first, printed, out);
        }
    }

    private static void summarize(JsonNode first, long printed, PrintWriter out) {
        String counts = first.path("counts").properties().stream()
                .filter(count -> count.getValue().asLong(0) > 0)
                .map(count -> count.getKey() + " " + count.getValue().asLong(0))
                .collect(Collectors.joining(", "));
        out.println("%s printed. In the organization: %s. Position %s"
                .formatted(
                        printed == 1 ? "1 record" : "%,d records".formatted(printed),
                        counts.isEmpty() ? "no records" : counts,
                        first.path("position").asString("unknown")));
        String uncertain = first.path("uncertainBefore").asString("");
        if (!uncertain.isEmpty()) {
            out.println(
                    "Some states may be missing or old: the gateway does not know what happened before " + uncertain);
        }
    }

    private JsonNode page(JsonHttp http, @Nullable String cursor) throws InterruptedException {
        Answer answer = http.get("/api/sync/%s/states?limit=%d%s%s%s"
                .formatted(
                        organizationId,
                        PAGE,
                        types.stream().map(type -> "&type=" + type).collect(Collectors.joining()),
                        pfaIds.stream().map(pfaId -> "&pfaId=" + pfaId).collect(Collectors.joining()),
                        cursor == null ? "" : "&cursor=" + cursor));
        if (answer.status() == 404) {
            throw new CommandFailedException(
                    "the server at %s has no states: it is not a gateway, or has no gateway role (sync.roles)"
                            .formatted(gateway.http()));
        }
        if (answer.status() != 200) {
            throw new CommandFailedException("%s answered %s%s"
                    .formatted(
                            gateway.http(),
                            answer.complaint(),
                            answer.status() == 401 ? "; give a token with --token or SYNC_TOKEN" : ""));
        }
        return answer.body();
    }
}
