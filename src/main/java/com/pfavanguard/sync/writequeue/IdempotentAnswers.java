package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.api.ApiException;
import com.pfavanguard.sync.api.ErrorCode;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.security.Sha256;
import com.pfavanguard.sync.writequeue.WriteSyncRequest.Modification;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * Remembers the answers to requests with an {@code Idempotency-Key}. Stored in a broker queue in the same transaction
 * as the items, so it holds across restarts and processes: there is an answer if and only if the items were queued.
 */
class IdempotentAnswers {

    private static final String KEY = "requestKey";
    private static final String REQUEST = "requestDigest";

    private final DurableQueue answers;
    private final Duration retention;
    private final JsonMapper mapper;
    private final Clock clock;

    IdempotentAnswers(DurableQueue answers, Duration retention, JsonMapper mapper, Clock clock) {
        this.answers = answers;
        this.retention = retention;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** Digest of a request; the same however its JSON was written. */
    String digest(OrganizationId organizationId, int priority, List<Modification> modifications) {
        return sha256(mapper.writeValueAsString(
                new WriteSyncRequest(organizationId.value(), priority, List.copyOf(modifications))));
    }

    /** @throws ApiException if the key was used for another request */
    Optional<WriteSyncAnswer> answer(OrganizationId organizationId, String idempotencyKey, String request) {
        return answers.browse(Selector.where(KEY, key(organizationId, idempotencyKey))).stream()
                .findFirst()
                .map(earlier -> answer(earlier, request));
    }

    private WriteSyncAnswer answer(QueueMessage earlier, String request) {
        if (!earlier.property(REQUEST).equals(Optional.of(request))) {
            throw new ApiException(
                    HttpStatus.CONFLICT,
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key has already been used for a different request");
        }
        return mapper.readValue(earlier.body(), WriteSyncAnswer.class);
    }

    void remember(OrganizationId organizationId, String idempotencyKey, String request, WriteSyncAnswer answer) {
        String key = key(organizationId, idempotencyKey);
        answers.send(QueueMessage.of(mapper.writeValueAsString(answer), Map.of(KEY, key, REQUEST, request))
                .keptFor(retention)
                // The day is part of it: the broker may remember the id for longer than the answer is kept.
                .onlyOnce(key + LocalDate.now(clock)));
    }

    private static String key(OrganizationId organizationId, String idempotencyKey) {
        return sha256(organizationId + "\n" + idempotencyKey);
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(Sha256.of(text));
    }
}
