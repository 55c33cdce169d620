package com.pfavanguard.sync;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The application: message broker, gateway and producers in one process, or any part of it by configuration. */
@SpringBootApplication
public class SyncGateway {

    public static void main(String[] args) {
        SpringApplication.run(SyncGateway.class, args);
    }

    @Bean
    static Clock clock() {
        return Clock.systemUTC();
    }
}
