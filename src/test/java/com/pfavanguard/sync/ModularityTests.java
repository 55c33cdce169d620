package com.pfavanguard.sync;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.docs.ModulesDiagram;
import com.pfavanguard.sync.web.Problem;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("com.pfavanguard.sync");

    private static final JavaClasses GATEWAY = MAIN.that(resideInAPackage("com.pfavanguard.sync.gateway.."));

    @Test
    void modulesKnowOnlyWhatTheyMay() {
        ApplicationModules.of(SyncGateway.class).verify();
    }

    @Test
    void theDiagramOfTheModulesShowsTheCode() throws IOException {
        Path found = Files.writeString(
                Path.of("target/modules.dot"), ModulesDiagram.of(ApplicationModules.of(SyncGateway.class)));

        assertThat(Path.of("src/docs/diagrams/modules.dot"))
                .as("copy " + found + " there, then run \"npm run build\" in src/test/npm/diagrams")
                .hasSameTextualContentAs(found);
    }

    @Test
    void jmsIsSpokenInMessagingProducerAndBrokerOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..messaging..", "..producer..", "..broker..", "..cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.jms..")
                .check(MAIN);
    }

    @Test
    void problemsAreMadeInOnePlace() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Problem.class.getName())
                .should()
                .callMethod(ProblemDetail.class, "forStatus", int.class)
                .orShould()
                .callMethod(ProblemDetail.class, "forStatus", HttpStatusCode.class)
                .orShould()
                .callMethod(ProblemDetail.class, "forStatusAndDetail", HttpStatusCode.class, String.class)
                .check(MAIN);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        noFields().should().beAnnotatedWith(Autowired.class).check(MAIN);
    }

    @Test
    void theStreamDoesNotKnowJetty() {
        noClasses()
                .that()
                .resideInAPackage("..gateway.stream..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(MAIN);
    }

    @Test
    void arrowsBetweenTheGatewaysSubPackagesPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("com.pfavanguard.sync.gateway..")
                .layer("gateway")
                .definedBy("com.pfavanguard.sync.gateway")
                .layer("stream")
                .definedBy("..gateway.stream")
                .layer("limits")
                .definedBy("..gateway.limits")
                .layer("jetty")
                .definedBy("..gateway.jetty")
                .layer("stomp")
                .definedBy("..gateway.stomp")
                .layer("states")
                .definedBy("..gateway.states")
                .layer("link")
                .definedBy("..gateway.link")
                .layer("session")
                .definedBy("..gateway.session")
                .layer("inbound")
                .definedBy("..gateway.inbound")
                .layer("handshake")
                .definedBy("..gateway.handshake")
                .whereLayer("gateway")
                .mayNotAccessAnyLayer()
                .whereLayer("stream")
                .mayOnlyAccessLayers("gateway")
                .whereLayer("limits")
                .mayOnlyAccessLayers("gateway")
                .whereLayer("jetty")
                .mayOnlyAccessLayers("gateway", "stream")
                .whereLayer("stomp")
                .mayOnlyAccessLayers("gateway", "stream")
                .whereLayer("link")
                .mayOnlyAccessLayers("gateway", "stream", "stomp", "states")
                .whereLayer("states")
                .mayOnlyAccessLayers("gateway", "stream")
                .whereLayer("session")
                .mayOnlyAccessLayers("gateway", "stream", "stomp", "jetty", "limits")
                .whereLayer("inbound")
                .mayOnlyAccessLayers("gateway", "session", "stomp", "limits", "stream")
                .whereLayer("handshake")
                .mayOnlyAccessLayers("gateway", "session", "jetty", "limits", "stream")
                .ensureAllClassesAreContainedInArchitecture()
                .check(GATEWAY);
    }

    @Test
    void subPackagesOfSecurityKnowItsOwnPackageOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("com.pfavanguard.sync.security..")
                .layer("security")
                .definedBy("com.pfavanguard.sync.security")
                .layer("jwt")
                .definedBy("..security.jwt")
                .layer("web")
                .definedBy("..security.web")
                .layer("revocation")
                .definedBy("..security.revocation")
                .layer("audit")
                .definedBy("..security.audit")
                .whereLayer("security")
                .mayNotAccessAnyLayer()
                .whereLayer("jwt")
                .mayOnlyAccessLayers("security")
                .whereLayer("web")
                .mayOnlyAccessLayers("security")
                .whereLayer("revocation")
                .mayOnlyAccessLayers("security")
                .whereLayer("audit")
                .mayOnlyAccessLayers("security")
                .ensureAllClassesAreContainedInArchitecture()
                .check(MAIN.that(resideInAPackage("com.pfavanguard.sync.security..")));
    }

    @Test
    void eachModuleWiresItself() {
        classes()
                .that()
                .areAnnotatedWith(Configuration.class)
                .should(haveAtMostSixConstructorParameters())
                .check(MAIN);
    }

    private static ArchCondition<JavaClass> haveAtMostSixConstructorParameters() {
        return new ArchCondition<>("have at most six constructor parameters") {
            @Override
            public void check(JavaClass configuration, ConditionEvents events) {
                for (JavaConstructor constructor : configuration.getConstructors()) {
                    int count = constructor.getRawParameterTypes().size();
                    events.add(new SimpleConditionEvent(
                            constructor, count <= 6, constructor.getFullName() + " has " + count + " parameters"));
                }
            }
        };
    }
}
