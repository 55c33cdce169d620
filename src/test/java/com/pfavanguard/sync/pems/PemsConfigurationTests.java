package com.pfavanguard.sync.pems;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.pems.standin.StandInPems;
import io.micrometer.observation.ObservationRegistry;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PemsConfigurationTests {

    private static final OrganizationId RIO = new OrganizationId("org-rio");

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(PemsConfiguration.class)
            .withBean(ObservationRegistry.class, () -> ObservationRegistry.NOOP)
            .withPropertyValues("sync.pems.stand-in.port=0");

    @Test
    void theStandInAnswersUntilThereIsARealPems() {
        application.run(context -> {
            PemsClient client = context.getBean(PemsClient.class);

            assertThat(client.serves(RIO)).isTrue();
            assertThat(client.read(RIO, new PfaId("PFA-1")).version()).isEqualTo(1);
            assertThat(context.getBean(StandInPems.class).calls().total()).isEqualTo(1);
        });
    }

    @Test
    void anEmptyBaseUrlMeansTheStandInToo() {
        application.withPropertyValues("sync.pems.base-url=").run(context -> {
            assertThat(context).hasSingleBean(StandInPems.class);
            assertThat(context.getBean(PemsBaseUrl.class).isStandIn()).isTrue();
        });
    }

    @Test
    void aRealPemsHasNoStandInBesideItAndWantsItsOrganizationsNamed() {
        application
                .withPropertyValues(
                        "sync.pems.base-url=https://pems.example.com",
                        "sync.pems.username=gateway",
                        "sync.pems.password=s3cret",
                        "sync.pems.organizations.org-rio=RIO")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(StandInPems.class);
                    assertThat(context.getBean(PemsBaseUrl.class).get())
                            .isEqualTo(URI.create("https://pems.example.com"));
                    assertThat(context.getBean(PemsBaseUrl.class).isStandIn()).isFalse();
                    assertThat(context.getBean(PemsClient.class).serves(RIO)).isTrue();
                    assertThat(context.getBean(PemsClient.class).serves(new OrganizationId("org-andes")))
                            .isFalse();
                });
    }

    @Test
    void organizationsWithoutACodeMayGoByTheirId() {
        application
                .withPropertyValues(
                        "sync.pems.base-url=https://pems.example.com",
                        "sync.pems.username=gateway",
                        "sync.pems.password=s3cret",
                        "sync.pems.unmapped-organizations=use-id")
                .run(context -> assertThat(context.getBean(PemsClient.class).serves(RIO))
                        .isTrue());
    }

    @Test
    void anOrganizationWithoutACodeDoesNotGoByAnothersCode() {
        application
                .withPropertyValues(
                        "sync.pems.unmapped-organizations=use-id", "sync.pems.organizations.org-andes=org-rio")
                .run(context -> assertThat(context.getBean(PemsClient.class).serves(RIO))
                        .isFalse());
    }

    @Test
    void whereTokensAreAskedForTheStandInIsNoPemsByAccident() {
        application
                .withPropertyValues("sync.security.mode=JWT", "sync.pems.base-url=")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOfSatisfying(PemsMissingException.class, missing -> {
                            FailureAnalysis told = new PemsMissingFailureAnalyzer().analyze(missing);
                            assertThat(told.getAction())
                                    .contains("sync.pems.base-url", "sync.pems.stand-in.enabled=true");
                        }));
    }

    @Test
    void whereTokensAreAskedForTheStandInRunsIfTheSettingsSaySo() {
        application
                .withPropertyValues("sync.security.mode=jwt", "sync.pems.stand-in.enabled=true")
                .run(context -> assertThat(context).hasSingleBean(StandInPems.class));
    }

    @Test
    void whereTokensAreAskedForARealPemsNeedsNoWordAboutTheStandIn() {
        application
                .withPropertyValues(
                        "sync.security.mode=jwt",
                        "sync.pems.base-url=https://pems.example.com",
                        "sync.pems.username=gateway",
                        "sync.pems.password=s3cret")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(StandInPems.class));
    }

    @Test
    void theStandInCanBeRuledOutInOpenModeToo() {
        application
                .withPropertyValues("sync.pems.stand-in.enabled=false")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().isInstanceOf(PemsMissingException.class));
    }

    @Test
    void aProcessThatWritesNoEditsNeedsNoPems() {
        application
                .withPropertyValues("sync.security.mode=jwt", "sync.roles=gateway,api")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PemsClient.class));
    }

    @Test
    void aPemsCodeThatCouldForgeAHeaderStopsTheStart() {
        application
                .withPropertyValues("sync.pems.organizations.org-rio=RIO\r\nX: y")
                .run(context -> assertThat(context).hasFailed());
    }
}
