package com.pfavanguard.sync.broker;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static org.apache.activemq.artemis.core.security.CheckType.BROWSE;
import static org.apache.activemq.artemis.core.security.CheckType.CONSUME;
import static org.apache.activemq.artemis.core.security.CheckType.CREATE_ADDRESS;
import static org.apache.activemq.artemis.core.security.CheckType.CREATE_NON_DURABLE_QUEUE;
import static org.apache.activemq.artemis.core.security.CheckType.DELETE_ADDRESS;
import static org.apache.activemq.artemis.core.security.CheckType.DELETE_NON_DURABLE_QUEUE;
import static org.apache.activemq.artemis.core.security.CheckType.EDIT;
import static org.apache.activemq.artemis.core.security.CheckType.MANAGE;
import static org.apache.activemq.artemis.core.security.CheckType.SEND;
import static org.apache.activemq.artemis.core.security.CheckType.VIEW;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.broker.RoleProcesses.Seen;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.security.CheckType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes away one right after another that {@code broker-config/single/broker.xml} grants, and sees that something fails that an
 * operator, a user or a log tells of; with the right it works. So each role has what it needs, and nothing else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerRightsIT {

    private final Map<Right, Supplier<Seen>> probes = new LinkedHashMap<>();
    private RoleProcesses processes;
    private String role;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        processes = new RoleProcesses(data);
        producers();
        gateways();
        apis();
        workers();
        admins();
    }

    @AfterAll
    void stop() throws Exception {
        processes.close();
    }

    @Test
    void everyRightIsTried() {
        assertThat(probes.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Right.in(processes.broker().server().getConfiguration().getSecurityRoles()));
    }

    @TestFactory
    Stream<DynamicTest> everyRightIsNeeded() {
        return probes.keySet().stream().map(right -> DynamicTest.dynamicTest(right.toString(), () -> without(right)));
    }

    private void without(Right right) {
        Supplier<Seen> probe = probes.get(right);

        try (RoleBroker.Taken taken = processes.broker().take(right)) {
            assertThat(probe.get()).as("without it").isEqualTo(Seen.FAILED);
        }
        // A process may wait a moment before it tries again. Most do not, so the first try comes at once.
        Awaitility.await("with it")
                .pollDelay(Duration.ZERO)
                .atMost(WireClient.PATIENCE)
                .until(() -> probe.get() == Seen.WORKED);
    }

    private void needs(CheckType type, String match, Supplier<Seen> probe) {
        probes.put(new Right(role, type, match), probe);
    }

    private void producers() {
        role = BrokerRoles.PRODUCERS;
        needs(CREATE_ADDRESS, "sync.*", () -> processes.published("producer", processes.newOrganization()));
        needs(SEND, "sync.*", () -> processes.published("producer", "org-known"));
        needs(SEND, SyncQueues.WRITE, () -> processes.sent("producer", SyncQueues.WRITE));
    }

    private void gateways() {
        role = BrokerRoles.GATEWAYS;
        needs(CONSUME, "sync.*", processes::linkComesBack);
        needs(BROWSE, "sync.*", processes::gapsAreWatched);
        needs(CREATE_ADDRESS, StompBroker.HISTORY_MARKER_ADDRESS, () -> {
            processes.forget(StompBroker.HISTORY_MARKER_ADDRESS);
            return processes.linkComesBack();
        });
        needs(SEND, StompBroker.HISTORY_MARKER_ADDRESS, processes::linkComesBack);
        needs(SEND, SyncQueues.CONTROL, processes::revokes);
        needs(CONSUME, SyncQueues.CONTROL, () -> processes.hearsRevocations(processes.gateway()));
        needs(BROWSE, SyncQueues.CONTROL, () -> processes.readsRevocationsAtTheStart(processes.gateway()));
        ofAll(processes.gateway());
        management(() -> processes.listsQueues(processes.gateway()));
        needs(CONSUME, SyncQueues.STATES_KEEPER, processes::keepsStates);
        needs(BROWSE, SyncQueues.STATES, processes::keepsStates);
        needs(SEND, SyncQueues.STATES, processes::keepsStates);
    }

    private void apis() {
        role = BrokerRoles.APIS;
        needs(CREATE_ADDRESS, "sync.*", () -> processes.queues(processes.newOrganization(), edit("PFA-1", "new")));
        needs(SEND, "sync.*", processes::queues);
        needs(SEND, SyncQueues.WRITE, processes::queues);
        needs(BROWSE, SyncQueues.WRITE, processes::merges);
        needs(CONSUME, SyncQueues.WRITE, processes::merges);
        needs(SEND, SyncQueues.REQUESTS, processes::queuesOnce);
        needs(BROWSE, SyncQueues.REQUESTS, processes::queuesOnce);
        needs(BROWSE, SyncQueues.FAILED, () -> processes.answers("/failed?organizationId=org-known"));
        needs(CONSUME, SyncQueues.FAILED, processes::retriesAFailedEdit);
        needs(BROWSE, SyncQueues.CONFLICTS, () -> processes.answers("/conflicts?organizationId=org-known"));
        needs(CONSUME, SyncQueues.CONFLICTS, processes::decides);
        needs(SEND, SyncQueues.RESOLVED_CONFLICTS, processes::decides);
        needs(
                BROWSE,
                SyncQueues.RESOLVED_CONFLICTS,
                () -> processes.answers("/conflicts?status=resolved&organizationId=org-known"));
        needs(BROWSE, SyncQueues.FIGURES, processes::tellsTheStatus);
        needs(CONSUME, SyncQueues.CONTROL, () -> processes.hearsRevocations(processes.api()));
        needs(BROWSE, SyncQueues.CONTROL, () -> processes.readsRevocationsAtTheStart(processes.api()));
        ofAll(processes.api());
        management(processes::tellsTheStatus);
        for (String queue : new String[] {SyncQueues.WRITE, SyncQueues.FAILED, SyncQueues.CONFLICTS}) {
            needs(VIEW, "mops.queue." + queue + ".countMessages", processes::tellsTheStatus);
            needs(VIEW, "mops.queue." + queue + ".countDeliveringMessages", processes::tellsTheStatus);
        }
        needs(VIEW, "mops.broker.getAddressMemoryUsage", processes::queues);
        needs(VIEW, "mops.broker.getGlobalMaxSize", processes::queues);
    }

    private void workers() {
        role = BrokerRoles.WORKERS;
        needs(CREATE_ADDRESS, "sync.*", processes::writesAnEditOfANewOrganization);
        needs(SEND, "sync.*", processes::writes);
        needs(CONSUME, SyncQueues.WRITE, processes::writes);
        needs(BROWSE, SyncQueues.WRITE, processes::writes);
        needs(SEND, SyncQueues.WRITE, processes::triesAgain);
        needs(SEND, SyncQueues.FAILED, processes::givesUp);
        needs(CONSUME, SyncQueues.FAILED, processes::writes);
        needs(CONSUME, SyncQueues.EXPIRED, processes::tellsOfAnExpiredEdit);
        needs(SEND, SyncQueues.CONFLICTS, processes::opensAConflict);
        needs(CONSUME, SyncQueues.CONFLICTS, processes::refreshesAConflict);
        needs(CONSUME, SyncQueues.WORKER, processes::writes);
        needs(SEND, SyncQueues.FIGURES, processes::counts);
        needs(CONSUME, SyncQueues.CONTROL, () -> processes.hearsRevocations(processes.worker()));
        needs(BROWSE, SyncQueues.CONTROL, () -> processes.readsRevocationsAtTheStart(processes.worker()));
        ofAll(processes.worker());
        management(processes::writes);
        needs(VIEW, "mops.queue.pems.write.countMessages", processes::writes);
        needs(VIEW, "mops.queue.pems.write.countDeliveringMessages", processes::writes);
        needs(VIEW, "mops.queue.pems.write.failed.countMessages", processes::givesUp);
        needs(VIEW, "mops.queue.pems.conflicts.countMessages", processes::opensAConflict);
    }

    private void admins() {
        role = BrokerRoles.ADMINS;
        needs(SEND, "#", () -> processes.sent("admin", RoleProcesses.SCRATCH));
        needs(MANAGE, "activemq.management", processes::adminLooks);
        temporary("activemq.management.*", processes::adminLooks);
        needs(VIEW, "mops.#", processes::adminLooks);
        needs(EDIT, "mops.#", processes::adminRemoves);
        for (String queue : new String[] {SyncQueues.WRITE, SyncQueues.FAILED, SyncQueues.CONFLICTS}) {
            needs(
                    VIEW,
                    "mops.queue." + queue + ".countMessages",
                    () -> processes.adminAsks("queue." + queue, "countMessages"));
            // An empty filter, which is not optional here.
            needs(
                    VIEW,
                    "mops.queue." + queue + ".countDeliveringMessages",
                    () -> processes.adminAsks("queue." + queue, "countDeliveringMessages", ""));
        }
        for (String list : new String[] {"listQueues", "listAddresses"}) {
            needs(VIEW, "mops.broker." + list, () -> processes.adminAsks("broker", list, "", 1, 1));
        }
        for (String queue : new String[] {SyncQueues.WRITE, SyncQueues.FAILED, SyncQueues.CONFLICTS}) {
            needs(
                    VIEW,
                    "mops.queue." + queue + ".getFirstMessageTimestamp",
                    () -> processes.adminAsks("queue." + queue, "getFirstMessageTimestamp"));
        }
        for (String figure : new String[] {"getAddressMemoryUsage", "getGlobalMaxSize"}) {
            needs(VIEW, "mops.broker." + figure, () -> processes.adminAsks("broker", figure));
        }
    }

    /** What administrators have any process do. */
    private void ofAll(TestGateway process) {
        needs(SEND, SyncQueues.PAUSES, () -> processes.pauses(process));
        needs(CONSUME, SyncQueues.PAUSES, () -> processes.hearsPauses(process));
        needs(BROWSE, SyncQueues.PAUSES, () -> processes.readsPausesAtTheStart(process));
        needs(VIEW, "mops.broker.listQueues", () -> processes.listsQueues(process));
        needs(VIEW, "mops.broker.listAddresses", () -> processes.listsAddresses(process));
        for (String queue : new String[] {SyncQueues.WRITE, SyncQueues.FAILED, SyncQueues.CONFLICTS}) {
            needs(
                    VIEW,
                    "mops.queue." + queue + ".getFirstMessageTimestamp",
                    () -> processes.knowsTheOldest(process, queue));
        }
    }

    private void management(Supplier<Seen> probe) {
        needs(MANAGE, "activemq.management", probe);
        temporary("temporary.#", probe);
    }

    private void temporary(String match, Supplier<Seen> probe) {
        needs(DELETE_ADDRESS, match, probe);
        needs(CREATE_NON_DURABLE_QUEUE, match, probe);
        needs(DELETE_NON_DURABLE_QUEUE, match, probe);
        needs(SEND, match, probe);
        needs(CONSUME, match, probe);
    }
}
