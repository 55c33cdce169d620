package com.pfavanguard.sync;

import com.pfavanguard.sync.cli.SyncCommands;
import com.pfavanguard.sync.vital.ProcessEnd;
import com.pfavanguard.sync.vital.StopSignals;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.micrometer.metrics.autoconfigure.logging.logback.LogbackMetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Starts the application: message broker, gateway and producers in one process, or some of them, as configured. If the
 * first argument is a command, such as {@code publish} or {@code --help}, runs only that command.
 */
@SpringBootApplication(exclude = LogbackMetricsAutoConfiguration.class) // see LogEventCounter
public class SyncGateway {

    public static void main(String[] args) {
        if (SyncCommands.isCommand(args)) {
            System.exit(SyncCommands.run(args));
        }
        ProcessEnd.allow();
        StopSignals.install();
        try {
            SpringApplication.run(SyncGateway.class, args);
        } catch (RuntimeException | Error e) {
            // Spring Boot has reported it. Threads of the broker's client would keep the process for another minute.
            System.exit(1);
        }
    }

    @Bean
    static Clock clock() {
        return Clock.systemUTC();
    }
}
