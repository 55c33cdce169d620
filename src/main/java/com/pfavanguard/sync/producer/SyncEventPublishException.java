package com.pfavanguard.sync.producer;

import com.pfavanguard.sync.event.SyncEvent;
import org.springframework.core.NestedExceptionUtils;

/**
 * The broker did not take an event. Publishing again can help once the broker is back. If only the answer was lost,
 * clients still receive the event once.
 */
public class SyncEventPublishException extends RuntimeException {

    public SyncEventPublishException(SyncEvent event, Throwable cause) {
        super(
                "%s for PFA %s of organization %s was not published: the message broker cannot be reached or refused it (%s)"
                        .formatted(
                                event.type(),
                                event.pfaId(),
                                event.organizationId(),
                                NestedExceptionUtils.getMostSpecificCause(cause).getMessage()),
                cause);
    }
}
