package com.example.approvals;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DuplicateKeyException;

/** Approves the records that {@code --record=PFA-70412} names, of {@code --organization=org-rio}; each of them once. */
@SpringBootApplication
public class ApprovalsApplication {

    private static final Logger log = LoggerFactory.getLogger(ApprovalsApplication.class);

    public static void main(String[] args) {
        System.exit(SpringApplication.exit(SpringApplication.run(ApprovalsApplication.class, args)));
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ApplicationRunner approveRecords(Approvals approvals) {
        return (ApplicationArguments arguments) -> {
            if (!arguments.containsOption("record")) {
                return;
            }
            OrganizationId organization =
                    new OrganizationId(arguments.getOptionValues("organization").get(0));
            for (String record : arguments.getOptionValues("record")) {
                try {
                    approvals.approve(organization, new PfaId(record), 8);
                } catch (DuplicateKeyException e) {
                    log.warn("{} is approved already", record);
                }
            }
        };
    }
}
