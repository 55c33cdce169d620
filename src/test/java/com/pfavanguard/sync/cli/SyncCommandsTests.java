package com.pfavanguard.sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class SyncCommandsTests {

    @ParameterizedTest
    @ValueSource(strings = {"publish", "watch", "demo", "help", "-h", "--help", "--version"})
    void theFirstArgumentNamesACommand(String argument) {
        assertThat(SyncCommands.isCommand(argument)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--server.port=3001", "--spring.profiles.active=demo", "--debug", ""})
    void aSettingStartsTheApplication(String argument) {
        assertThat(SyncCommands.isCommand(argument)).isFalse();
    }

    @Test
    void aMistypedCommandIsToldAndStartsNothing() {
        assertThat(SyncCommands.isCommand("wtach", "org-rio")).isTrue();

        CommandRun run = CommandRun.of("wtach", "org-rio");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("wtach");
    }

    @Test
    void noArgumentStartsTheApplication() {
        assertThat(SyncCommands.isCommand()).isFalse();
    }

    @Test
    void aCommandAfterASettingIsNotACommand() {
        assertThat(SyncCommands.isCommand("--server.port=3001", "help")).isFalse();
    }

    @Test
    void helpGoesToStandardOutputAndIsASuccess() {
        CommandRun run = CommandRun.of("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("--server.port=3000", "Commands", "Exit codes");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void versionNamesTheGatewayAndItsJava() {
        assertThat(CommandRun.of("--version").out()).startsWith("sync-gateway ").contains("Java ");
    }

    @Test
    void whatIsNotUnderstoodIsNamedWithAWayOn() {
        CommandRun run = CommandRun.of("help", "dance");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("dance").contains("See: java -jar sync-gateway.jar --help");
    }

    @Test
    void aFailureIsOneLine() {
        CommandRun run = CommandRun.of(failing(new CommandFailedException("the broker sleeps")), "fail");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualToIgnoringNewLines("the broker sleeps");
    }

    @Test
    void anUnexpectedFailureIsOneLineToo() {
        CommandRun run = CommandRun.of(failing(new IllegalStateException("oops")), "fail");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualToIgnoringNewLines("Unexpected: java.lang.IllegalStateException: oops");
    }

    @Test
    void verboseAddsTheStackTrace() {
        CommandRun run = CommandRun.of(failing(new CommandFailedException("the broker sleeps")), "fail", "--verbose");

        assertThat(run.err()).startsWith("the broker sleeps").contains("\tat ");
    }

    private static CommandLine failing(RuntimeException failure) {
        return SyncCommands.commandLine(new Failing(failure));
    }

    @Command(name = "fail")
    private static final class Failing implements Runnable {

        private final RuntimeException failure;

        Failing(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public void run() {
            throw failure;
        }
    }
}
