package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.cli.doctor.Checked;
import com.pfavanguard.sync.cli.doctor.Doctor;
import com.pfavanguard.sync.cli.watch.TerminalText;
import com.pfavanguard.sync.start.Finding.Level;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import tools.jackson.databind.json.JsonMapper;

/** Says what is wrong with a set-up and what to do, before a start or beside a running gateway. */
@Command(
        name = DoctorCommand.NAME,
        sortOptions = false,
        customSynopsis = GatewayCommand.NAME + " doctor [OPTIONS] [--SETTING=VALUE ...]",
        descriptionHeading = "%n",
        description = {
            "Examine a set-up: settings, ports, TLS, broker, PEMS, clocks, disk, limits, versions. Says for each finding"
                    + " what is wrong and what to do. Changes nothing and starts nothing.",
            "",
            "Reads the same settings as the gateway: give the same arguments, in the same directory, with the same"
                    + " environment and as the same user.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine, perhaps with warnings", "1:something is wrong", "2:wrong usage; nothing was looked at"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  " + GatewayCommand.NAME + " doctor",
            "  " + GatewayCommand.NAME + " doctor --server.port=3001 --json",
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls call()
final class DoctorCommand implements Callable<Integer> {

    static final String NAME = "doctor";

    // With a dot, so that a mistyped option of this command is not taken for a setting.
    private static final Pattern SETTING =
            Pattern.compile("--[A-Za-z][\\w-]*(\\.[\\w\\[\\]-]+)+(=.*)?", Pattern.DOTALL);

    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = "--problems", description = "Print only what is wrong, and warnings.")
    private boolean problemsOnly;

    @Mixin
    private TokenOption token;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    DoctorCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        for (String setting : settings) {
            if (!SETTING.matcher(setting).matches()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "'%s' is neither an option of doctor nor a setting such as --server.port=3001"
                                .formatted(setting));
            }
        }
        List<Checked> findings;
        try (ProgressLine progress = ProgressLine.onTerminal(spec.commandLine().getErr())) {
            findings = Doctor.of(clock, token.shown(), List.of(new JarVersion().getVersion()))
                    .examine(
                            settings,
                            (check, number, all) -> progress.show((number - 1.0) / all, "looking at: " + check));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(TerminalText.cleanJson(asJson(findings)));
        } else {
            print(findings, out);
        }
        return count(findings, Level.PROBLEM) == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void print(List<Checked> findings, PrintWriter out) {
        for (Checked each : findings) {
            Level level = each.finding().level();
            if (level != Level.FINE || !problemsOnly) {
                out.println("%s %-9s %s"
                        .formatted(
                                sign(level),
                                each.check(),
                                TerminalText.clean(each.finding().text())));
            }
        }
        out.println(summary(count(findings, Level.PROBLEM), count(findings, Level.WARNING)));
    }

    private static String summary(long problems, long warnings) {
        if (problems + warnings == 0) {
            return "Everything is fine.";
        }
        return "%s, %s."
                .formatted(
                        problems == 1 ? "1 problem" : problems + " problems",
                        warnings == 1 ? "1 warning" : warnings + " warnings");
    }

    private static String sign(Level level) {
        IStyle colour = switch (level) {
            case FINE -> Style.fg_green;
            case WARNING -> Style.fg("208");
            case PROBLEM -> Style.fg_red;
        };
        String sign = switch (level) {
            case FINE -> "✓";
            case WARNING -> "⚠";
            case PROBLEM -> "✗";
        };
        return Ansi.AUTO.enabled() ? colour.on() + sign + colour.off() : sign;
    }

    private static long count(List<Checked> findings, Level level) {
        return findings.stream().filter(each -> each.finding().level() == level).count();
    }

    private static String asJson(List<Checked> findings) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("problems", count(findings, Level.PROBLEM));
        report.put("warnings", count(findings, Level.WARNING));
        report.put(
                "findings",
                findings.stream()
                        .map(each -> {
                            Map<String, Object> finding = new LinkedHashMap<>();
                            finding.put("check", each.check());
                            finding.put("level", each.finding().level().name().toLowerCase(Locale.ROOT));
                            finding.put("text", each.finding().text());
                            return finding;
                        })
                        .toList());
        return new JsonMapper().writeValueAsString(report);
    }
}
