package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.cli.watch.WatchTimings;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Set;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/**
 * Distinguishes commands from settings, and runs commands. The application's {@code main} asks this class first, so
 * that a command answers at once, without starting Spring.
 */
public final class SyncCommands {

    private static final Set<String> ASKING_FOR_HELP = Set.of("-h", "--help", "--version");

    private SyncCommands() {}

    /**
     * Returns whether the first argument is a command or looks like one. Any first argument without a dash counts, so
     * that a mistyped command is reported and does not start a gateway. Settings such as {@code --server.port=3001} do
     * not count.
     */
    public static boolean isCommand(String... args) {
        return args.length > 0 && !args[0].isEmpty() && (ASKING_FOR_HELP.contains(args[0]) || args[0].charAt(0) != '-');
    }

    /**
     * Runs one command on the standard output and error of this process.
     *
     * @return the exit code: 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String... args) {
        // Commands run without Boot's logging setup; Logback's own default would print DEBUG lines among the output.
        LoggingSystem.get(SyncCommands.class.getClassLoader()).beforeInitialize();
        PrintWriter err = StandardStreams.err();
        try {
            if (!args[0].equals(DoctorCommand.NAME)) {
                CommandEnvironment.check();
            }
        } catch (CommandFailedException e) {
            err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        return run(commandLine(), StandardStreams.out(), err, args);
    }

    static int run(CommandLine commands, PrintWriter out, PrintWriter err, String... args) {
        FailurePrinter failures = new FailurePrinter();
        return commands.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .execute(args);
    }

    static CommandLine commandLine() {
        return commandLine(Clock.systemUTC());
    }

    static CommandLine commandLine(Clock clock) {
        return commandLine(
                new DoctorCommand(clock),
                new PublishCommand(clock),
                new WatchCommand(WatchTimings.DEFAULTS),
                new StatesCommand(),
                new TailCommand(WatchTimings.DEFAULTS, clock),
                new DemoCommand(clock),
                new BenchCommand(),
                new TokenCommand(clock));
    }

    static CommandLine commandLine(Object... commands) {
        CommandLine jar = new CommandLine(new GatewayCommand());
        for (Object command : commands) {
            CommandLine commandLine = new CommandLine(command);
            CommonOptions.addTo(commandLine.getCommandSpec());
            commandLine.setDefaultValueProvider(new VariableDefaults(
                    command instanceof DoctorCommand
                            ? CommandEnvironment::variableInAnyCase
                            : CommandEnvironment::variable));
            jar.addSubcommand(commandLine);
        }
        CommonOptions.addToJar(jar.getCommandSpec());
        return ArgumentConverters.register(jar.addSubcommand(new HelpCommand()));
    }
}
