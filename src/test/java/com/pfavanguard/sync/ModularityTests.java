package com.pfavanguard.sync;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("com.pfavanguard.sync");

    @Test
    void roomsKnowOnlyWhomTheyMay() {
        ApplicationModules.of(SyncGateway.class).verify();
    }

    @Test
    void jmsIsSpokenInMessagingAndBrokerOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..messaging..", "..broker..", "..cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.jms..")
                .check(MAIN);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        noFields().should().beAnnotatedWith(Autowired.class).check(MAIN);
    }

    @Test
    void theStreamKnowsNeitherSocketsNorStomp() {
        noClasses()
                .that()
                .resideInAPackage("..gateway.stream..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..gateway.relay..", "..gateway.socket..", "org.eclipse.jetty..")
                .check(MAIN);
    }
}
