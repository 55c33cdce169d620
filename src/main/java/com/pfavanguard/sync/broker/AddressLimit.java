package com.pfavanguard.sync.broker;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerAddressPlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the number of organization addresses in the embedded broker. The first event for an organization creates its
 * address, which costs 12 KB of heap, so a producer that invents organizations could use up the heap for everyone. At
 * the bound, addresses without events are deleted; if all addresses hold events, the producer is refused.
 *
 * <p>Artemis calls it under its post office's lock.
 */
final class AddressLimit implements ActiveMQServerAddressPlugin {

    private static final Logger log = LoggerFactory.getLogger(AddressLimit.class);

    private static final String PREFIX = "sync.";

    // A search for addresses to delete visits all of them, so it is not repeated at once: an address that holds events
    // now still holds them a moment later.
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final int most;
    private int addresses;
    private @Nullable ActiveMQServer server;
    private @Nullable Long foundNoRoomAt;

    /**
     * @param most maximum number of organization addresses
     */
    AddressLimit(int most) {
        this.most = most;
    }

    @Override
    public void registered(ActiveMQServer server) {
        this.server = server;
        this.addresses = 0;
    }

    @Override
    public void beforeAddAddress(AddressInfo address, boolean reload) throws ActiveMQException {
        ActiveMQServer broker = server;
        if (reload
                || broker == null
                || addresses < most
                || !isOrganizations(address)
                || broker.getAddressInfo(address.getName()) != null) {
            return;
        }
        if (foundNoRoomAt == null || System.nanoTime() - foundNoRoomAt > PAUSE_NANOS) {
            removeEmpty(broker);
            if (addresses < most) {
                return;
            }
            foundNoRoomAt = System.nanoTime();
            log.warn(
                    "Events for new organizations are refused: there are {} addresses sync.<organization> that hold"
                            + " events, the most this heap has room for. Is a producer inventing organizations? Set a"
                            + " larger -Xmx if not",
                    addresses);
        }
        throw new ActiveMQException(
                "Too many organizations have events in the broker (" + most + "); try again later",
                ActiveMQExceptionType.ADDRESS_FULL);
    }

    private void removeEmpty(ActiveMQServer broker) {
        List<SimpleString> empty = broker.getPostOffice().getAddresses().stream()
                .filter(name -> isEmpty(broker, name))
                .toList();
        for (SimpleString name : empty) {
            try {
                broker.removeAddressInfo(name, null);
            } catch (Exception e) {
                log.debug("Address {} is in use after all", name, e);
            }
        }
    }

    private static boolean isEmpty(ActiveMQServer broker, SimpleString name) {
        AddressInfo address = broker.getAddressInfo(name);
        if (address == null || !isOrganizations(address)) {
            return false;
        }
        try {
            PagingStore store = broker.getPagingManager().getPageStore(name);
            return store == null || store.getAddressSize() <= 0;
        } catch (Exception e) {
            return false;
        }
    }

    private static boolean isOrganizations(AddressInfo address) {
        String name = address.getName().toString();
        return address.isAutoCreated() && name.startsWith(PREFIX) && !name.equals(StompBroker.HISTORY_MARKER_ADDRESS);
    }

    @Override
    public void afterAddAddress(AddressInfo address, boolean reload) {
        if (isOrganizations(address)) {
            addresses++;
        }
    }

    @Override
    public void afterRemoveAddress(SimpleString name, @Nullable AddressInfo address) {
        if (address != null && isOrganizations(address)) {
            addresses--;
        }
    }
}
