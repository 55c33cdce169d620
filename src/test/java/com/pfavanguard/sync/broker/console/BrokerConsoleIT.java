package com.pfavanguard.sync.broker.console;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static com.pfavanguard.sync.testing.RestClient.sequence;
import static com.pfavanguard.sync.testing.RestClient.terminal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pfavanguard.sync.broker.BrokerConsole;
import com.pfavanguard.sync.broker.BrokerStartException;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** The console as admins and others use it: over HTTP, in a running application. */
@ExtendWith(OutputCaptureExtension.class)
class BrokerConsoleIT {

    private static final Pattern FILE_LINE = Pattern.compile("password in (\\S+console-password.first) {3}");

    private static final int TEXT_MESSAGE = 3;

    @TempDir
    Path data;

    private final int port = FreePorts.next();

    private TestGateway start() {
        return start(data, port);
    }

    private static TestGateway start(Path data, int port) {
        return TestGateway.start(data, "--sync.broker.console.enabled=true", "--sync.broker.console.port=" + port);
    }

    private static List<String> namedPasswords(CapturedOutput output) {
        return FILE_LINE
                .matcher(output)
                .results()
                .map(line -> contentOf(Path.of(line.group(1))))
                .toList();
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConsoleClient admin(TestGateway gateway, String password) {
        return ConsoleClient.of(gateway).with(BrokerConsole.USER, password);
    }

    @Test
    void adminSeesTheHistoryAndTheMessagesInIt(CapturedOutput output) {
        try (TestGateway gateway = start()) {
            ConsoleClient admin = admin(gateway, namedPasswords(output).get(0));
            String eventId = gateway.publish("org-rio", "PFA-1");
            String history = admin.queueBean("sync.#", "multicast", "sync.history");

            JsonNode attributes = admin.read(history).path("value");
            JsonNode messages = admin.exec(history, "browse()").path("value");

            assertThat(attributes.path("Address").asString()).isEqualTo("sync.#");
            assertThat(attributes.path("MessageCount").asInt()).isPositive();
            assertThat(messages.toString()).contains(eventId).contains("SYNC_SUCCESS");
        }
    }

    @Test
    void adminMovesAMessageFromOneQueueToAnother(CapturedOutput output) {
        try (TestGateway gateway = start()) {
            ConsoleClient admin = admin(gateway, namedPasswords(output).get(0));
            createQueue(admin, "console.failed");
            createQueue(admin, "console.waiting");
            String failed = admin.queueBean("console.failed", "anycast", "console.failed");
            String waiting = admin.queueBean("console.waiting", "anycast", "console.waiting");
            String send = "sendMessage(java.util.Map,int,java.lang.String,boolean,java.lang.String,java.lang.String)";
            admin.exec(failed, send, Map.of(), TEXT_MESSAGE, "again, please", true, null, null);

            // A message just sent may not be in line yet.
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() ->
                            admin.exec(failed, "moveMessages(java.lang.String,java.lang.String)", "", "console.waiting")
                                            .path("value")
                                            .asInt()
                                    == 1);

            assertThat(admin.exec(failed, "countMessages()").path("value").asInt())
                    .isZero();
            assertThat(admin.exec(waiting, "browse()").path("value").toString()).contains("again, please");
        }
    }

    private static void createQueue(ConsoleClient admin, String queue) {
        String configuration =
                "{\"name\":\"%1$s\",\"address\":\"%1$s\",\"routing-type\":\"ANYCAST\",\"auto-create-address\":true}";
        JsonNode created =
                admin.exec(admin.brokerBean(), "createQueue(java.lang.String)", configuration.formatted(queue));
        assertThat(created.path("status").asInt()).as(created.toString()).isEqualTo(200);
    }

    @Test
    void aFailedItemAdminMovesBackIsWorkedOn(CapturedOutput output) {
        try (TestGateway gateway = start();
                WireClient client = WireClient.json(gateway, "org-moved")) {
            ConsoleClient admin = admin(gateway, namedPasswords(output).get(0));
            RestClient rest = new RestClient(gateway);
            String failed = admin.queueBean(SyncQueues.FAILED, "anycast", SyncQueues.FAILED);
            gateway.bean(StandInPems.class).behave(StandInBehaviour.status(400).times(2));
            rest.write("org-moved", edit("PFA-1", "new"), edit("PFA-2", "new"));
            assertThat(List.of(terminal(client), terminal(client)))
                    .allMatch(event -> event.get("type").stringValue().equals("SYNC_FAILED"));
            assertThat(admin.exec(failed, "browse()").path("value").toString())
                    .contains("PFA-1")
                    .contains("PFA-2");

            JsonNode moved = admin.exec(
                    failed, "moveMessages(java.lang.String,java.lang.String)", "pfaId = 'PFA-1'", SyncQueues.WRITE);

            assertThat(moved.path("value").asInt()).isEqualTo(1);
            assertThat(sequence(client, "PFA-1")).containsExactly("SYNC_QUEUED", "SYNC_PROCESSING", "SYNC_SUCCESS");
            assertThat(rest.failed("org-moved").size()).isEqualTo(1);
            assertThat(rest.failed("org-moved").at("/0/pfaId").stringValue()).isEqualTo("PFA-2");
            assertThat(client.received()).isEmpty();
        }
    }

    @Test
    void adminLogsInThroughThePageAndStaysByItsCookie(CapturedOutput output) {
        try (TestGateway gateway = start()) {
            ConsoleClient browser = ConsoleClient.of(gateway);
            Map<String, String> login = Map.of(
                    "username",
                    BrokerConsole.USER,
                    "password",
                    namedPasswords(output).get(0));

            HttpResponse<String> page = browser.get("/login");
            HttpResponse<String> answer = browser.post("/auth/login", login);

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("<base href=\"/console/\"/>");
            assertThat(answer.statusCode()).isEqualTo(200);
            String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/console");
            HttpCookie session = HttpCookie.parse(cookie).get(0);
            assertThat(browser.get("/jolokia/version", "Cookie", session.getName() + "=" + session.getValue())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void nobodyElseGetsToTheManagement(CapturedOutput output) {
        try (TestGateway gateway = start()) {
            String password = namedPasswords(output).get(0);
            ConsoleClient stranger = ConsoleClient.of(gateway);

            // Some versions of Hawtio leave logins to Spring Security if they find its classes.
            assertThat(stranger.get("/").headers().firstValue("Location"))
                    .hasValueSatisfying(location -> assertThat(location).endsWith("/console/login"));
            assertThat(stranger.get("/jolokia/version").statusCode()).isEqualTo(403);
            assertThat(stranger.get("/jolokia/version", "Cookie", "sync-console=made-up")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(stranger.with("somebody", password)
                            .get("/jolokia/version")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(stranger.with(BrokerConsole.USER, "guessed")
                            .get("/jolokia/version")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(stranger.post("/auth/login", Map.of("username", "admin", "password", "guessed"))
                            .statusCode())
                    .isIn(403, 429);
            assertThat(stranger.get("/proxy/localhost/" + gateway.port() + "/actuator/health")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(stranger.get("/WEB-INF/web.xml").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void pagesFromElsewhereAreRefusedWhateverTheyKnow(CapturedOutput output) throws IOException {
        try (TestGateway gateway = start()) {
            ConsoleClient admin = admin(gateway, namedPasswords(output).get(0));

            assertThat(admin.get("/jolokia/version", "Origin", "http://localhost:" + port)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(admin.get("/jolokia/version", "Origin", "https://elsewhere.example")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(admin.get("/jolokia/version", "Origin", "http://localhost:" + gateway.port())
                            .statusCode())
                    .isEqualTo(403);
            assertThat(admin.get("/jolokia/version", "Origin", "null").statusCode())
                    .isEqualTo(403);
            assertThat(statusLineFor("elsewhere.example:" + port)).contains(" 403 ");
            assertThat(statusLineFor("localhost:" + port)).contains(" 200 ");
        }
    }

    // A name of the attacker's that leads to this machine; the JDK's HTTP client sends no Host of our choice.
    private String statusLineFor(String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET /console/login HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes());
            return new String(socket.getInputStream().readAllBytes())
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void theAdminOfTheBrokerIsNotTheAdminOfTheJvm(CapturedOutput output) {
        try (TestGateway gateway = start()) {
            ConsoleClient admin = admin(gateway, namedPasswords(output).get(0));

            JsonNode properties = admin.read("java.lang:type=Runtime");
            JsonNode command = admin.exec("com.sun.management:type=DiagnosticCommand", "vmVersion");
            JsonNode listed = admin.read(admin.brokerBean());

            assertThat(properties.path("status").asInt()).isEqualTo(403);
            assertThat(properties.has("value")).isFalse();
            assertThat(command.path("status").asInt()).isEqualTo(403);
            assertThat(listed.path("status").asInt()).isEqualTo(200);
            assertThat(admin.get("/jolokia/list").body()).doesNotContain("\"java.lang\":", "\"com.sun.management\":");
        }
    }

    @Test
    void thePasswordLiesInAFileUntilSomebodyHasLoggedInAndStillOpensAfterARestart(CapturedOutput output)
            throws IOException {
        try (TestGateway gateway = start()) {
            String password = namedPasswords(output).get(0);

            Path first = data.resolve("console-password.first");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first)))
                    .isEqualTo("rw-------");

            gateway.restart();

            assertThat(namedPasswords(output)).containsOnly(password);
            assertThat(output.getAll()).doesNotContain(password);
            assertThat(admin(gateway, password).get("/jolokia/version").statusCode())
                    .isEqualTo(200);
            assertThat(first).doesNotExist();
            Path kept = data.resolve("console-password");
            assertThat(Files.readString(kept)).startsWith("ENC(").doesNotContain(password);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void twoBrokersInOneProcessHaveAConsoleEach(@TempDir Path otherData, CapturedOutput output) {
        try (TestGateway one = start();
                TestGateway other = start(otherData, FreePorts.next())) {
            List<String> passwords = namedPasswords(output);
            ConsoleClient adminOfOne = admin(one, passwords.get(0));
            ConsoleClient adminOfOther = admin(other, passwords.get(1));
            one.publish("org-one", "PFA-1");
            other.publish("org-other", "PFA-2");

            assertThat(adminOfOne
                            .exec(history(adminOfOne), "browse()")
                            .path("value")
                            .toString())
                    .contains("org-one")
                    .doesNotContain("org-other");
            assertThat(adminOfOther
                            .exec(history(adminOfOther), "browse()")
                            .path("value")
                            .toString())
                    .contains("org-other")
                    .doesNotContain("org-one");
            assertThat(adminOfOne.read(adminOfOther.brokerBean()).path("status").asInt())
                    .isEqualTo(403);
            assertThat(admin(other, passwords.get(0)).get("/jolokia/version").statusCode())
                    .isEqualTo(403);
        }
    }

    private static String history(ConsoleClient admin) {
        return admin.queueBean("sync.#", "multicast", "sync.history");
    }

    @Test
    void switchedOffNothingListensAndNothingIsKept() throws IOException {
        try (TestGateway gateway =
                TestGateway.start(data, "--sync.broker.console.enabled=false", "--sync.broker.console.port=" + port)) {
            assertThat(gateway.broker().isRunning()).isTrue();

            try (Socket socket = new Socket()) {
                InetSocketAddress console = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> socket.connect(console));
            }
            assertThat(data.resolve("console-password")).doesNotExist();
        }
    }

    @Test
    void aTakenPortFailsTheStartAndLocksNobodyOut(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(Exception.class)
                    .isThrownBy(this::start)
                    .satisfies(e -> assertThat(causeOf(e))
                            .hasMessageContaining("port " + taken.getLocalPort())
                            .extracting(BrokerStartException::action)
                            .asString()
                            .contains("sync.broker.console.port", "sync.broker.console.enabled"));
        }

        try (TestGateway gateway = start()) {
            assertThat(namedPasswords(output)).hasSize(1);
            assertThat(gateway.broker().isRunning()).isTrue();
        }
    }

    private static BrokerStartException causeOf(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof BrokerStartException)) {
            cause = cause.getCause();
        }
        return (BrokerStartException) cause;
    }
}
