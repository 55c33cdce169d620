package com.example.ledger;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import java.time.Clock;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Copies records of a ledger to PEMS: those that {@code --record=PFA-70412} names, of {@code --organization=org-rio}. */
@SpringBootApplication
public class LedgerApplication {

    public static void main(String[] args) {
        System.exit(SpringApplication.exit(SpringApplication.run(LedgerApplication.class, args)));
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ApplicationRunner copyRecords(LedgerCopy copy) {
        return (ApplicationArguments arguments) -> {
            if (arguments.containsOption("record")) {
                OrganizationId organization = new OrganizationId(
                        arguments.getOptionValues("organization").get(0));
                arguments.getOptionValues("record").forEach(record -> copy.copy(organization, new PfaId(record)));
            }
        };
    }
}
