package com.pfavanguard.sync.broker;

import static com.pfavanguard.sync.testing.RestClient.edit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.gateway.BrokerLinkStatus;
import com.pfavanguard.sync.messaging.BrokerListing;
import com.pfavanguard.sync.messaging.ControlLog;
import com.pfavanguard.sync.pauses.WritePauses;
import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInOperation;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQTopic;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jms.JmsException;
import org.springframework.jms.core.JmsTemplate;

/** One process of each role at a {@link RoleBroker}, and the work of each role, one piece at a time. */
final class RoleProcesses implements AutoCloseable {

    /** A queue that an administrator has made. */
    static final String SCRATCH = "scratch";

    private static final String NOT_TOLD_OF_EXPIRED = "not told of failed edits that expire";

    private static final Duration PATIENCE = WireClient.PATIENCE;

    private final StandInPems pems = new StandInPems(0, Clock.systemUTC());
    private final RoleBroker broker;
    private final TestGateway gateway;
    private final TestGateway api;
    private final TestGateway worker;
    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            warnings.add(line.getFormattedMessage());
        }
    };
    private int organizations;
    private boolean gapsWatched = true;

    /** How a piece of work went. */
    enum Seen {
        WORKED,
        /** Failed in a way that a user or an operator sees: an error answer, a process that is not ready, a warning. */
        FAILED;

        static Seen worked(boolean worked) {
            return worked ? WORKED : FAILED;
        }
    }

    RoleProcesses(Path data) throws Exception {
        pems.start();
        broker = new RoleBroker(data);
        broker.server().addAddressInfo(new AddressInfo(SimpleString.of(SCRATCH), RoutingType.ANYCAST));
        broker.server()
                .createQueue(QueueConfiguration.of(SCRATCH).setAddress(SCRATCH).setRoutingType(RoutingType.ANYCAST));
        gateway = broker.process("gateway", settings("gateway", "--sync.gateway.link-grace=1s"));
        api = broker.process("api", settings("api"));
        worker = broker.process(
                "worker",
                settings(
                        "worker",
                        "--sync.pems.base-url=" + pems.baseUrl(),
                        "--sync.pems.username=u",
                        "--sync.pems.password=p",
                        "--sync.pems.unmapped-organizations=use-id",
                        "--sync.worker.retry.delay=1ms",
                        "--sync.worker.rate=1000"));
        // Last, since each start of an application sets up the log anew.
        rootLogger().addAppender(appender);
        appender.start();
        worker.part("worker").stop();
        // A known address, for work that needs no new one.
        published("producer", "org-known");
    }

    private static Logger rootLogger() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static String[] settings(String role, String... more) {
        List<String> settings = new ArrayList<>(List.of(TestToken.SETTINGS));
        settings.add("--sync.roles=" + role);
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    RoleBroker broker() {
        return broker;
    }

    TestGateway gateway() {
        return gateway;
    }

    TestGateway api() {
        return api;
    }

    TestGateway worker() {
        return worker;
    }

    String newOrganization() {
        return "org-" + ++organizations;
    }

    // A user of its own each time, since the API limits the requests of each.
    private static String token(String organization) {
        return TestToken.of("u-" + UUID.randomUUID())
                .in(organization, "perm_Read", "perm_Sync", "perm_ManageUsers")
                .sign();
    }

    private RestClient rest(String organization) {
        return new RestClient(api).with(token(organization));
    }

    /** Removes an address from the broker, as the broker itself does some time after its last use. */
    void forget(String address) {
        try {
            if (broker.server().getAddressInfo(SimpleString.of(address)) != null) {
                broker.server().removeAddressInfo(SimpleString.of(address), null, true);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean allowed(Runnable work) {
        try {
            work.run();
            return true;
        } catch (JmsException e) {
            return false;
        }
    }

    Seen published(String user, String organization) {
        try (ActiveMQConnectionFactory jms = broker.connections(user)) {
            return Seen.worked(allowed(
                    () -> new JmsTemplate(jms).convertAndSend(new ActiveMQTopic("sync." + organization), "{}")));
        }
    }

    Seen sent(String user, String queue) {
        try (ActiveMQConnectionFactory jms = broker.connections(user)) {
            return Seen.worked(allowed(() -> new JmsTemplate(jms).convertAndSend(queue, "x")));
        }
    }

    // ---- gateways

    /** Whether the link was cut and has not been seen up since. */
    private boolean linkIsCut;

    /**
     * Cuts the link if there is one, and waits until it is back or the process is not ready. Called again, it does not cut
     * a link that has come back meanwhile: after each cut the gateway waits longer, and is not ready while it waits.
     */
    Seen linkComesBack() {
        BrokerLinkStatus link = gateway.bean(BrokerLinkStatus.class);
        Instant before = link.since();
        if (link.isUp() && !linkIsCut) {
            broker.cutStomp();
            linkIsCut = true;
            await(() -> !link.isUp() || !link.since().equals(before));
        }
        await(() -> link.isUp() || readiness() == 503);
        boolean isBack = link.isUp();
        linkIsCut &= !isBack;
        return Seen.worked(isBack);
    }

    private int readiness() {
        return RestClient.get(gateway.http("/actuator/health/readiness")).status();
    }

    /**
     * Waits for a change, since only a look that fails or succeeds tells: a change from what was seen last, since the next
     * look may come before this is called.
     */
    Seen gapsAreWatched() {
        BrokerLinkStatus link = gateway.bean(BrokerLinkStatus.class);
        await(() -> {
            published("producer", "org-known");
            return link.unwatched().isEmpty() != gapsWatched;
        });
        gapsWatched = !gapsWatched;
        return Seen.worked(gapsWatched);
    }

    Seen revokes() {
        return Seen.worked(RestClient.post(
                                gateway.http("/api/admin/revocations"),
                                Map.of("userId", "u-gone"),
                                "Authorization",
                                "Bearer " + token("org-known"))
                        .status()
                == 200);
    }

    /** Restarts the keeper, which asks for the lock, reads all states and writes a new one; or it warns that it cannot. */
    Seen keepsStates() {
        warnings.clear();
        restart(gateway.part("stateKeeper"));
        double before = gateway.counter("sync.states.written");
        api.publish("org-known", "PFA-" + UUID.randomUUID());
        BooleanSupplier written = () -> gateway.counter("sync.states.written") > before;
        await(() -> written.getAsBoolean() || warned("The states of the records are not written to the broker"));
        return Seen.worked(written.getAsBoolean());
    }

    // ---- all that check tokens

    Seen hearsRevocations(TestGateway process) {
        String user = "u-" + UUID.randomUUID();
        String[] bearer = {"Authorization", "Bearer " + TestToken.reader(user, "org-known")};
        warnings.clear();
        restart(process.part("revocationFeed"));
        ControlLog log = new ControlLog(broker.connections("gateway"));
        log.append(
                "/" + user,
                "{\"type\":\"REVOCATION\",\"at\":\"%s\",\"userId\":\"%s\"}".formatted(Instant.now(), user),
                Duration.ofMinutes(5));
        BooleanSupplier heard = () -> RestClient.post(process.http("/actuator/metrics"), Map.of(), bearer)
                        .status()
                == 401;
        await(() -> warned("does not have permission='CONSUME'") || heard.getAsBoolean());
        return Seen.worked(heard.getAsBoolean());
    }

    Seen readsRevocationsAtTheStart(TestGateway process) {
        warnings.clear();
        restart(process.part("revocationFeed"));
        return Seen.worked(!warned("Cannot read revocations yet"));
    }

    // ---- all

    private static String[] administrator() {
        return new String[] {
            "Authorization",
            "Bearer "
                    + TestToken.of("chief")
                            .in("org-known", "perm_Read", "perm_ViewAllOrgs", "perm_ManageUsers")
                            .sign()
        };
    }

    Seen pauses(TestGateway process) {
        return Seen.worked(RestClient.post(
                                process.http("/actuator/pauses/org-paused"),
                                Map.of("reason", "a test"),
                                administrator())
                        .status()
                == 200);
    }

    Seen hearsPauses(TestGateway process) {
        String organization = newOrganization();
        WritePauses pauses = process.bean(WritePauses.class);
        warnings.clear();
        restart(process.part("pauseFeed"));
        try (ActiveMQConnectionFactory jms = broker.connections("gateway")) {
            new JmsTemplate(jms).send(SyncQueues.PAUSES, session -> {
                Message pause = session.createTextMessage(
                        "{\"organizationId\":\"%s\",\"paused\":true,\"at\":\"%s\",\"reason\":\"a test\",\"by\":\"u\"}"
                                .formatted(organization, Instant.now()));
                pause.setStringProperty(SyncQueues.CONTROL_KEY, organization);
                return pause;
            });
        }
        BooleanSupplier heard = () -> pauses.isPaused(new OrganizationId(organization));
        await(() -> warned("does not have permission='CONSUME'") || heard.getAsBoolean());
        return Seen.worked(heard.getAsBoolean());
    }

    Seen readsPausesAtTheStart(TestGateway process) {
        warnings.clear();
        restart(process.part("pauseFeed"));
        return Seen.worked(!warned("Cannot read pauses yet"));
    }

    Seen listsQueues(TestGateway process) {
        return Seen.worked(allowed(() -> process.bean(BrokerListing.class).queues(100)));
    }

    Seen listsAddresses(TestGateway process) {
        return Seen.worked(allowed(() -> process.bean(BrokerListing.class).addresses(100)));
    }

    Seen knowsTheOldest(TestGateway process, String queue) {
        sent(queue.equals(SyncQueues.WRITE) ? "producer" : "worker", queue);
        return Seen.worked(process.bean(BrokerListing.class).queues(100).stream()
                .anyMatch(each -> each.name().equals(queue) && each.oldest() != null));
    }

    private static void restart(SmartLifecycle part) {
        part.stop();
        part.start();
    }

    // ---- APIs

    @SafeVarargs
    final Seen queues(String organization, Map<String, Object>... edits) {
        return Seen.worked(rest(organization).write(organization, edits).status() == 200);
    }

    Seen queues() {
        return queues("org-known", edit("PFA-1", "new"));
    }

    Seen queuesOnce() {
        Map<String, Object> request =
                Map.of("organizationId", "org-known", "modifications", List.of(edit("PFA-1", "new")));
        String key = UUID.randomUUID().toString();
        return Seen.worked(rest("org-known")
                        .post("/write-sync", request, "Idempotency-Key", key)
                        .status()
                == 200);
    }

    Seen merges() {
        Map<String, Object> edit = new HashMap<>(edit("PFA-1", "new"));
        edit.put("modificationId", UUID.randomUUID().toString());
        String organization = newOrganization();
        RestClient user = rest(organization);
        return Seen.worked(user.write(organization, edit).status() == 200
                && user.write(organization, edit).status() == 200);
    }

    Seen answers(String path) {
        return Seen.worked(rest("org-known").get(path).status() == 200);
    }

    Seen tellsTheStatus() {
        return answers("/sync-status?organizationId=org-known");
    }

    Seen retriesAFailedEdit() {
        String organization = newOrganization();
        givesUp(organization);
        String item = rest(organization).failed(organization).at("/0/itemId").stringValue();
        return Seen.worked(
                rest(organization).post("/failed/" + item + "/retry", "").status() == 200);
    }

    Seen decides() {
        String organization = newOrganization();
        opensAConflict(organization);
        String conflict = rest(organization).conflicts(organization).at("/0/id").stringValue();
        return Seen.worked(rest(organization)
                        .post("/conflicts/" + conflict + "/resolve", Map.of("resolution", "use_pems"))
                        .status()
                == 200);
    }

    // ---- workers

    private static String record(String organization) {
        return organization.replace("org-", "PFA-");
    }

    Seen writes() {
        String organization = newOrganization();
        queues(organization, edit(record(organization), "new"));
        return work(() -> isWritten(organization));
    }

    Seen writesAnEditOfANewOrganization() {
        String organization = newOrganization();
        queues(organization, edit(record(organization), "new"));
        forget("sync." + organization);
        return work(() -> isWritten(organization));
    }

    private boolean isWritten(String organization) {
        return pems.version(organization, record(organization)) == 2
                && rest(organization).status(organization).get("processing").intValue() == 0
                && rest(organization).status(organization).get("scheduled").intValue() == 0;
    }

    Seen triesAgain() {
        String organization = newOrganization();
        pems.behave(StandInBehaviour.status(503).on(StandInOperation.UPDATE).forPfa(record(organization)));
        queues(organization, edit(record(organization), "new"));
        return work(() -> isWritten(organization));
    }

    Seen givesUp() {
        return givesUp(newOrganization());
    }

    private Seen givesUp(String organization) {
        pems.behave(StandInBehaviour.status(422).on(StandInOperation.UPDATE).forPfa(record(organization)));
        queues(organization, edit(record(organization), "new"));
        return work(() -> rest(organization).failed(organization).size() == 1);
    }

    Seen tellsOfAnExpiredEdit() {
        org.apache.activemq.artemis.core.server.Queue expired = queue(SyncQueues.EXPIRED);
        boolean refused = false;
        if (expired.getMessageCount() == 0) {
            givesUp();
            // The worker says it once, until the broker permits it.
            refused = warned(NOT_TOLD_OF_EXPIRED);
            try {
                queue(SyncQueues.FAILED).expireReferences((Filter) null);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        if (refused) {
            return Seen.FAILED;
        }
        Seen worked = work(() -> expired.getMessageCount() == 0 || warned(NOT_TOLD_OF_EXPIRED));
        return expired.getMessageCount() == 0 ? worked : Seen.FAILED;
    }

    private org.apache.activemq.artemis.core.server.Queue queue(String name) {
        return broker.server().locateQueue(name);
    }

    Seen opensAConflict() {
        return opensAConflict(newOrganization());
    }

    private Seen opensAConflict(String organization) {
        return opensAConflict(organization, "mod-1", 1);
    }

    private Seen opensAConflict(String organization, String modification, int changes) {
        Object before = pems.values(organization, record(organization)).get(PfaField.MODEL);
        pems.change(organization, record(organization), PfaValues.of(Map.of("model", "by PEMS " + changes)));
        Map<String, Object> edit =
                new HashMap<>(edit(record(organization), 1, Map.of("model", before), Map.of("model", "by the user")));
        edit.put("modificationId", modification);
        queues(organization, edit);
        return work(() ->
                rest(organization).conflicts(organization).at("/0/pemsVersion").asInt(0) == 1 + changes);
    }

    Seen refreshesAConflict() {
        String organization = newOrganization();
        return opensAConflict(organization, "mod-1", 1) == Seen.FAILED
                ? Seen.FAILED
                : opensAConflict(organization, "mod-1", 2);
    }

    Seen counts() {
        String organization = newOrganization();
        queues(organization, edit(record(organization), "new"));
        return work(
                () -> rest(organization).status(organization).get("completed").intValue() == 1);
    }

    /** Lets the worker work until this is done, or it says that it cannot. */
    private Seen work(BooleanSupplier done) {
        warnings.clear();
        worker.part("worker").start();
        try {
            await(() -> done.getAsBoolean() || warned("Writing to PEMS stops") || warned("could not be saved"));
            return Seen.worked(!warned("Writing to PEMS stops") && !warned("could not be saved"));
        } finally {
            worker.part("worker").stop();
        }
    }

    // ---- admins

    Seen adminLooks() {
        return adminAsks("broker", "listConnectionIDs");
    }

    Seen adminRemoves() {
        return adminAsks("queue." + SCRATCH, "removeAllMessages");
    }

    Seen adminAsks(String resource, String operation, Object... arguments) {
        try {
            broker.askAsAdmin(resource, operation, arguments);
            return Seen.WORKED;
        } catch (Exception e) {
            return Seen.FAILED;
        }
    }

    private boolean warned(String text) {
        return warnings.stream().anyMatch(line -> line.contains(text));
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition::getAsBoolean);
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        api.close();
        worker.close();
        broker.close();
        pems.stop();
        rootLogger().detachAppender(appender);
    }
}
