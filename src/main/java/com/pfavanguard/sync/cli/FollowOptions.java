package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.cli.watch.Following.End;
import com.pfavanguard.sync.cli.watch.WatchRefusedException;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Defines when a command that follows a stream ends, and follows it until then. */
final class FollowOptions {

    @Option(names = "--count", paramLabel = "N", description = "End after N sync events; other messages do not count.")
    private @Nullable Integer count;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "End after this time, such as 30s or 5m. With --count, fails if fewer events arrived.")
    private @Nullable Duration timeout;

    /** Follows a stream; {@code enough} is 0 for no limit, {@code time} is {@code null} for none. */
    interface Follower {

        End follow(int enough, @Nullable Duration time) throws WatchRefusedException, InterruptedException;
    }

    /** @throws ParameterException if the options make no sense */
    void check(CommandSpec command) {
        if (count != null && count < 1) {
            throw new ParameterException(command.commandLine(), "--count must be 1 or more");
        }
    }

    /**
     * Follows until the end that the options say, or Ctrl-C.
     *
     * @param heard the number of events so far
     * @param stop makes the follower return soon
     * @throws CommandFailedException if no gateway was there, it refuses, or fewer events came than were asked for
     */
    void follow(Follower follower, IntSupplier heard, Runnable stop) {
        ShutdownHook hook = new ShutdownHook(stop);
        try {
            End end = follower.follow(count == null ? 0 : count, timeout);
            if (end == End.NEVER_CONNECTED) {
                throw new CommandFailedException(
                        "could not reach a gateway in time; check that it is running, and --url");
            }
            if (end == End.TIMED_OUT && count != null) {
                throw new CommandFailedException("received %d of %d events in time".formatted(heard.getAsInt(), count));
            }
        } catch (WatchRefusedException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hook.close();
        }
    }
}
