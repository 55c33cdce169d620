package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.messaging.BrokerListing;
import com.pfavanguard.sync.messaging.BrokerListing.Address;
import com.pfavanguard.sync.messaging.BrokerListing.Queue;
import com.pfavanguard.sync.web.ListLimit;
import com.pfavanguard.sync.web.ProcessName;
import com.pfavanguard.sync.web.SharedAnswer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jms.JmsException;
import org.springframework.stereotype.Component;

/** {@code /actuator/queues}: lists the broker's queues and addresses, as far as this process may see them. */
@Component
@Endpoint(id = "queues")
class QueuesEndpoint {

    // However many pages ask, the broker is asked once in this time.
    private static final Duration FRESH_FOR = Duration.ofSeconds(2);

    private final BrokerListing broker;
    private final ProcessName name;
    private final SharedAnswer<Listed> listed = new SharedAnswer<>(FRESH_FOR, this::ask);

    QueuesEndpoint(BrokerListing broker, ProcessName name) {
        this.broker = broker;
        this.name = name;
    }

    /**
     * @param queues those with the most messages first; empty with a problem
     * @param addresses those with the most bytes first; empty with a problem
     * @param problem why the broker cannot be asked, and what to do; null if it answers
     */
    record Queues(
            String gateway,
            List<Queue> queues,
            List<Address> addresses,
            @Nullable String problem) {}

    private record Listed(
            List<Queue> queues,
            List<Address> addresses,
            @Nullable String problem) {}

    @ReadOperation
    Queues queues(@Nullable String limit) {
        int most = ListLimit.of(limit);
        Listed present = listed.get();
        return new Queues(
                name.toString(),
                present.queues.stream().limit(most).toList(),
                present.addresses.stream().limit(most).toList(),
                present.problem);
    }

    private Listed ask() {
        try {
            return new Listed(broker.queues(ListLimit.MOST), broker.addresses(ListLimit.MOST), null);
        } catch (JmsException e) {
            return new Listed(
                    List.of(),
                    List.of(),
                    "The broker does not list its queues ("
                            + NestedExceptionUtils.getMostSpecificCause(e).getMessage()
                            + "). If it refuses, copy the security-settings of \"activemq.management\", \"temporary.#\""
                            + " and \"mops…\" from broker-config/single/broker.xml");
        }
    }
}
