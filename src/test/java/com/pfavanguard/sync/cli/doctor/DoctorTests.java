package com.pfavanguard.sync.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.cli.doctor.LimitsCheck.Limits;
import com.pfavanguard.sync.start.Finding;
import com.pfavanguard.sync.start.Finding.Level;
import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.TestKeys;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** Broken set-ups, each with what a doctor says about it. Those at a broker: {@code BrokerExaminationIT}. */
class DoctorTests {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final Surroundings SURROUNDINGS = new Surroundings(CLOCK, null);
    private static final long GIGABYTE = 1L << 30;

    @TempDir
    private Path directory;

    @Test
    void aSoundSetUpIsFine() throws Exception {
        List<Checked> findings = Doctor.of(CLOCK, null, List.of("sync-gateway test"))
                .examine(
                        List.of(
                                "--server.port=" + FreePorts.next(),
                                "--sync.broker.embedded.stomp-port=" + FreePorts.next(),
                                "--sync.broker.embedded.jms-port=" + FreePorts.next(),
                                "--sync.broker.console.port=" + FreePorts.next(),
                                "--sync.pems.stand-in.port=0",
                                "--sync.gateway.max-connections=100",
                                "--sync.broker.embedded.data-directory=" + directory.resolve("data")),
                        (check, number, all) -> assertThat(number).isBetween(1, all));

        assertThat(findings.stream().map(Checked::finding)).noneMatch(Finding::isProblem);
        assertThat(findings.stream().map(Checked::check))
                .contains(
                        "versions",
                        "settings",
                        "ports",
                        "gateway",
                        "TLS",
                        "broker",
                        "tokens",
                        "PEMS",
                        "clock",
                        "disk",
                        "limits");
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --server.port=many                        | server.port                    | Value: "many"
                    --sync.broker.history.size=0              | sync.broker.history            | must be greater than 0
                    --server.address=0.0.0.0                  | server.address=0.0.0.0         | sync.security.mode=jwt
                    --sync.security.mode=jwt                  | no key to check tokens with    | Set exactly one of
                    --sync.security.scrape.token=short        | sync.security.scrape.token     | openssl rand -hex 32
                    --sync.pems.stand-in.enabled=false        | rules out the stand-in         | SYNC_PEMS_BASEURL
                    --sync.pems.base-url=https://pems.invalid | sync.pems.username             | must be set too
                    """)
    void refusesWhatAStartRefuses(String setting, String what, String remedy) throws Exception {
        assertThat(look(new SettingsCheck(), setting)).anySatisfy(finding -> {
            assertThat(finding.level()).isEqualTo(Level.PROBLEM);
            assertThat(finding.text()).contains(what, remedy).doesNotContain("\n");
        });
    }

    @Test
    void namesTheValidValuesAndNoTypesOfJava() throws Exception {
        assertThat(look(new SettingsCheck(), "--sync.security.mode=jtw"))
                .filteredOn(Finding::isProblem)
                .singleElement()
                .satisfies(finding -> assertThat(finding.text())
                        .startsWith("Failed to bind properties under 'sync.security.mode': ")
                        .contains("Value: \"jtw\"", "Reason: it cannot be converted.", "JWT", "OPEN")
                        .doesNotContain("java", "pfavanguard"));
    }

    @Test
    void aFileOfSettingsThatCannotBeReadIsAFindingOfItsOwn() throws Exception {
        Path broken = Files.writeString(directory.resolve("application.yaml"), "server: [\n");

        assertThat(Doctor.of(CLOCK, null, List.of())
                        .examine(List.of("--spring.config.additional-location=file:" + broken), (a, b, c) -> {}))
                .singleElement()
                .satisfies(checked -> assertThat(checked.finding().text())
                        .startsWith("The settings cannot be read: ")
                        .contains("line 2", "Correct application.yaml")
                        .endsWith("Nothing else was looked at"));
    }

    @Test
    void aRoleThatDoesNotExistIsNamed() throws Exception {
        assertThat(Doctor.of(CLOCK, null, List.of()).examine(List.of("--sync.roles=gatway"), (a, b, c) -> {}))
                .singleElement()
                .matches(checked -> checked.finding().isProblem()
                        && checked.finding().text().contains("sync.roles")
                        && checked.finding().text().contains("gatway"));
    }

    @Test
    void namesASettingThatDoesNotExistAndThoseThatMayBeMeant() throws Exception {
        assertThat(look(new SettingsCheck(), "--sync.broker.histroy.size=5"))
                .anyMatch(finding -> finding.level() == Level.WARNING
                        && finding.text().contains("no setting sync.broker.histroy.size")
                        && finding.text().endsWith("Known: sync.broker.history.size"));
    }

    @Test
    void namesTheSettingsThatBeginAlikeFirst() throws Exception {
        assertThat(look(new SettingsCheck(), "--sync.gateway.max-connection=5"))
                .anyMatch(finding -> finding.level() == Level.WARNING
                        && finding.text().contains("(in arguments)")
                        && finding.text().contains("Known: sync.gateway.max-connections, sync.gateway.max-"));
    }

    @Test
    void knowsVariablesInBothSpellingsThatBootTakes() throws Exception {
        KnownSettings known = new KnownSettings();

        assertThat(known.containsVariable(ConfigurationPropertyName.of("sync.pems.standin.enabled")))
                .isTrue();
        assertThat(known.containsVariable(ConfigurationPropertyName.of("sync.pems.stand.in.enabled")))
                .isTrue();
        assertThat(known.containsVariable(ConfigurationPropertyName.of("sync.pems.stand.inn.enabled")))
                .isFalse();
        assertThat(known.contains(ConfigurationPropertyName.of("sync.pems.stand.in.enabled")))
                .isFalse();
    }

    @Test
    void namesWhoHasAPort() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(look(
                            new PortsCheck(SURROUNDINGS),
                            "--server.port=" + other.getLocalPort(),
                            "--sync.broker.embedded.stomp-port=" + other.getLocalPort()))
                    .filteredOn(Finding::isProblem)
                    .anyMatch(finding -> finding.text()
                            .startsWith("server.port=%d is taken by process %d (/"
                                    .formatted(
                                            other.getLocalPort(),
                                            ProcessHandle.current().pid())))
                    .anyMatch(finding -> finding.text().contains("sync.broker.embedded.stomp-port are both"));
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNotTakenForATakenPort() throws Exception {
        assertThat(look(new PortsCheck(SURROUNDINGS), free(), "--server.address=192.0.2.7"))
                .filteredOn(Finding::isProblem)
                .anyMatch(finding -> finding.text().contains("192.0.2.7, which is no address of this machine"));
    }

    @Test
    void findsTheEndOfTheWebServersOwnCertificate() throws Exception {
        TestKeys keys = new TestKeys(directory).make("gateway", "san=dns:localhost", "-validity", "30");
        String[] settings = {
            "--server.ssl.key-store=file:" + keys.keyStore("gateway"),
            "--server.ssl.key-store-password=" + TestKeys.PASSWORD,
        };

        assertThat(at(Duration.ZERO, settings))
                .singleElement()
                .matches(finding ->
                        finding.level() == Level.FINE && finding.text().endsWith(": server.ssl"));
        assertThat(at(Duration.ofDays(20), settings))
                .singleElement()
                .matches(finding -> finding.level() == Level.WARNING
                        && finding.text().contains("CN=gateway of server.ssl expires in"));
        assertThat(at(Duration.ofDays(40), settings))
                .singleElement()
                .matches(finding -> finding.isProblem() && finding.text().contains("CN=gateway of server.ssl expired"));
    }

    @Test
    void findsPasswordsOfTheEmbeddedBrokerThatCannotBeUsed() throws Exception {
        String data = "--sync.broker.embedded.data-directory=" + directory;
        Files.createDirectory(directory.resolve("users.properties"));

        assertThat(look(new BrokerCheck(SURROUNDINGS), free(), data))
                .singleElement()
                .matches(finding -> finding.isProblem() && finding.text().contains("passwords in " + directory));
        assertThat(look(new BrokerCheck(SURROUNDINGS), free(), data, "--sync.broker.embedded.require-login=false"))
                .anyMatch(finding -> finding.level() == Level.WARNING
                        && finding.text().startsWith("sync.broker.embedded.require-login=false: every user"));
    }

    @Test
    void findsCertificatesThatHaveExpiredOrSoonWill() throws Exception {
        TestKeys keys = new TestKeys(directory).make("gateway", "san=dns:localhost", "-validity", "30");
        String bundle = "--spring.ssl.bundle.jks.web.keystore.";
        String[] settings = {
            bundle + "location=file:" + keys.keyStore("gateway"), bundle + "password=" + TestKeys.PASSWORD,
        };

        assertThat(at(Duration.ZERO, settings)).singleElement().matches(finding -> finding.level() == Level.FINE);
        assertThat(at(Duration.ofDays(20), settings))
                .singleElement()
                .matches(finding -> finding.level() == Level.WARNING
                        && finding.text().contains("CN=gateway of the SSL bundle \"web\" expires in"));
        assertThat(at(Duration.ofDays(40), settings))
                .singleElement()
                .matches(finding -> finding.isProblem()
                        && finding.text().contains("expired")
                        && finding.text().endsWith("Renew it"));
        assertThat(at(Duration.ZERO, bundle + "location=file:" + directory.resolve("absent.p12")))
                .singleElement()
                .matches(finding -> finding.isProblem() && finding.text().startsWith("A certificate cannot be used: "));
    }

    private static List<Finding> at(Duration later, String... settings) throws Exception {
        return look(new TlsCheck(new Surroundings(Clock.offset(CLOCK, later), null)), settings);
    }

    @Test
    void findsADiskWithTooLittleSpace() throws Exception {
        assertThat(look(
                        new DiskCheck(SURROUNDINGS),
                        "--sync.broker.embedded.min-disk-free=100000000GB",
                        "--sync.broker.embedded.data-directory=" + directory))
                .singleElement()
                .matches(finding ->
                        finding.isProblem() && finding.text().contains("sync.broker.embedded.min-disk-free"));
    }

    @Test
    void findsADataDirectoryThatIsNone() throws Exception {
        Path file = Files.createFile(directory.resolve("data"));

        assertThat(look(new DiskCheck(SURROUNDINGS), "--sync.broker.embedded.data-directory=" + file))
                .singleElement()
                .matches(finding -> finding.isProblem() && finding.text().contains("cannot write to " + file));
    }

    @Test
    void findsTooFewOpenFilesAndAHeapThatDoesNotFit() throws Exception {
        assertThat(look(new LimitsCheck(SURROUNDINGS, new Limits(1_024, 4 * GIGABYTE, 4 * GIGABYTE, 2)), free()))
                .filteredOn(Finding::isProblem)
                .anyMatch(finding -> finding.text().contains("may open 1,024 files")
                        && finding.text().contains("ulimit -n 10100"))
                .anyMatch(finding -> finding.text().contains("Set -Xmx"))
                .hasSize(2);
        assertThat(look(new LimitsCheck(SURROUNDINGS, new Limits(10_100, GIGABYTE, 4 * GIGABYTE, 2)), free()))
                .noneMatch(Finding::isProblem);
    }

    @ParameterizedTest
    @CsvSource({
        "401, PROBLEM, sync.pems.password",
        "403, PROBLEM, HTTP 403",
        "404, FINE, accepts the credentials for org-rio"
    })
    void triesTheCredentialsOfPemsByAReadOnly(int status, Level level, String text) throws Exception {
        List<String> requests = new ArrayList<>();
        HttpServer pems = pems(status, requests);
        try {
            assertThat(look(
                            new PemsCheck(SURROUNDINGS),
                            pemsAt(pems.getAddress().getPort())))
                    .anyMatch(finding ->
                            finding.level() == level && finding.text().contains(text));
            assertThat(requests).containsExactly("GET /api/pems/health", "GET /api/pems/pfa/sync-gateway-doctor");
        } finally {
            pems.stop(0);
        }
    }

    @Test
    void saysThatPemsIsNotThere() throws Exception {
        assertThat(look(new PemsCheck(SURROUNDINGS), pemsAt(FreePorts.next())))
                .hasSize(2)
                .allMatch(Finding::isProblem)
                .anyMatch(finding -> finding.text().contains("ConnectException"));
    }

    @Test
    void saysThatPemsIsMissing() throws Exception {
        assertThat(look(new PemsCheck(SURROUNDINGS)))
                .singleElement()
                .matches(finding ->
                        finding.level() == Level.WARNING && finding.text().startsWith("sync.pems.base-url is not set"));
    }

    @Test
    void comparesTheClockWithOthers() throws Exception {
        HttpServer pems = pems(404, new ArrayList<>());
        try {
            Surroundings ahead = new Surroundings(Clock.offset(CLOCK, Duration.ofMinutes(1)), null);

            assertThat(look(new ClockCheck(ahead), pemsAt(pems.getAddress().getPort())))
                    .singleElement()
                    .matches(finding -> finding.isProblem()
                            && finding.text().matches(".*is \\d\\d s ahead of that of PEMS.*by NTP.*"));
            assertThat(look(
                            new ClockCheck(SURROUNDINGS),
                            pemsAt(pems.getAddress().getPort())))
                    .singleElement()
                    .matches(finding -> finding.level() == Level.FINE);
        } finally {
            pems.stop(0);
        }
    }

    @Test
    void saysThatTheIssuersKeysCannotBeFetched() throws Exception {
        assertThat(tokens("jwk-set-uri=http://127.0.0.1:%d/keys".formatted(FreePorts.next())))
                .singleElement()
                .matches(finding -> finding.isProblem() && finding.text().contains("no token can be checked"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    jwk-set-uri=%s/keys   | <html>                        | PROBLEM | no token can be checked
                    jwk-set-uri=%s/keys   | {"keys":[]}                   | PROBLEM | publishes no key
                    issuer=%s/realms/sync | {"issuer":"http://elsewhere"} | PROBLEM | belongs to another issuer
                    """)
    void triesTheIssuersKeysAsTheGatewayWould(String setting, String answer, Level level, String text)
            throws Exception {
        HttpServer issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
        try {
            assertThat(tokens(setting.formatted(
                            "http://127.0.0.1:" + issuer.getAddress().getPort())))
                    .singleElement()
                    .matches(finding ->
                            finding.level() == level && finding.text().contains(text));
        } finally {
            issuer.stop(0);
        }
    }

    private static List<Finding> tokens(String setting) throws Exception {
        return look(new TokensCheck(), "--sync.security.mode=jwt", "--sync.security.jwt." + setting);
    }

    @Test
    void aCheckThatFailsIsAFindingAndStopsNoOther() throws Exception {
        Check failing = new Check() {

            @Override
            public String name() {
                return "failing";
            }

            @Override
            public List<Finding> look(Setup setup) throws IOException {
                throw new IOException("oops 100 %");
            }
        };

        assertThat(new Doctor(List.of(failing, new VersionsCheck(List.of("v"), 17)))
                        .examine(List.of(), (check, number, all) -> {}))
                .hasSize(2)
                .first()
                .satisfies(checked -> assertThat(checked.finding().text())
                        .isEqualTo("This could not be looked at: java.io.IOException: oops 100 %"));
    }

    private static String free() {
        return "--server.port=" + FreePorts.next();
    }

    private static HttpServer pems(int status, List<String> requests) throws IOException {
        HttpServer pems = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pems.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + path);
            exchange.sendResponseHeaders(path.endsWith("/health") ? 200 : status, -1);
            exchange.close();
        });
        pems.start();
        return pems;
    }

    private static String[] pemsAt(int port) {
        return new String[] {
            "--sync.pems.base-url=http://127.0.0.1:" + port,
            "--sync.pems.username=gateway",
            "--sync.pems.password=secret",
            "--sync.pems.organizations.org-rio=RIO",
        };
    }

    private static List<Finding> look(Check check, String... settings) throws Exception {
        try (Setup setup = Setup.read(settings)) {
            return check.look(setup);
        }
    }
}
