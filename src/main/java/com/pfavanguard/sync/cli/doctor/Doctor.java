package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.cli.doctor.LimitsCheck.Limits;
import com.pfavanguard.sync.start.Finding;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes all checks, one after another, so that no two of them disturb each other. */
public final class Doctor {

    private final List<Check> checks;

    Doctor(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /**
     * Returns a doctor with all checks.
     *
     * @param token for the gateway that may run; {@code null} if there is none
     * @param versions of the gateway and of Java
     */
    public static Doctor of(Clock clock, @Nullable String token, List<String> versions) {
        Surroundings surroundings = new Surroundings(clock, token);
        return new Doctor(List.of(
                new VersionsCheck(versions, Runtime.version().feature()),
                new SettingsCheck(),
                new PortsCheck(surroundings),
                new GatewayCheck(surroundings),
                new TlsCheck(surroundings),
                new BrokerCheck(surroundings),
                new TokensCheck(),
                new PemsCheck(surroundings),
                new ClockCheck(surroundings),
                new DiskCheck(surroundings),
                new LimitsCheck(surroundings, Limits.ofThisProcess())));
    }

    /** Hears how far an examination is. */
    public interface Progress {

        /** Begins a check, the {@code number}th of {@code all} from 1 on. */
        void begins(String check, int number, int all);
    }

    /**
     * Examines a set-up.
     *
     * @param settings arguments such as {@code --server.port=3001}, as the jar would get them
     */
    public List<Checked> examine(List<String> settings, Progress progress) throws InterruptedException {
        List<Checked> findings = new ArrayList<>();
        try (Setup setup = Setup.read(settings.toArray(String[]::new))) {
            int number = 0;
            for (Check check : checks) {
                progress.begins(check.name(), ++number, checks.size());
                look(check, setup, finding -> findings.add(new Checked(check.name(), finding)));
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (RuntimeException e) {
            findings.add(new Checked(
                    "settings",
                    Finding.problem(
                            "The settings cannot be read: %s Nothing else was looked at", Explanation.of(e, null))));
        }
        return findings;
    }

    private static void look(Check check, Setup setup, Consumer<Finding> findings) throws InterruptedException {
        try {
            check.look(setup).forEach(findings);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            findings.accept(Finding.problem("This could not be looked at: %s", e));
        }
    }
}
