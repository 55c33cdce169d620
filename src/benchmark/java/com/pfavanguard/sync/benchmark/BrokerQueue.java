package com.pfavanguard.sync.benchmark;

import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;

/** What an admin can do to one queue of a running broker (Artemis manual, "Management Via Core API"). */
final class BrokerQueue implements AutoCloseable {

    private static final String MANAGEMENT_ADDRESS = "activemq.management";

    private final String queue;
    private final ServerLocator locator;
    private final ClientSessionFactory sessions;
    private final ClientSession session;
    private final ClientRequestor requestor;

    BrokerQueue(PackagedGateway gateway, String queue) throws Exception {
        this.queue = queue;
        locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + gateway.jmsPort());
        sessions = locator.createSessionFactory();
        session = sessions.createSession();
        session.start();
        requestor = new ClientRequestor(session, MANAGEMENT_ADDRESS);
    }

    /** Stops deliveries from the queue until {@link #resume}. */
    void pause() throws Exception {
        ask("pause");
    }

    void resume() throws Exception {
        ask("resume");
    }

    /** @param filter as a JMS selector; empty for everything */
    void remove(String filter) throws Exception {
        ask("removeMessages", filter);
    }

    private void ask(String operation, Object... parameters) throws Exception {
        ClientMessage question = session.createMessage(false);
        ManagementHelper.putOperationInvocation(question, "queue." + queue, operation, parameters);
        ClientMessage answer = requestor.request(question);
        if (!ManagementHelper.hasOperationSucceeded(answer)) {
            throw new IllegalStateException(operation + " failed: " + ManagementHelper.getResult(answer));
        }
    }

    @Override
    public void close() throws Exception {
        requestor.close();
        session.close();
        sessions.close();
        locator.close();
    }
}
