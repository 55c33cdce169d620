package com.pfavanguard.sync.pems;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;

/**
 * An answer of PEMS, read up to a limit.
 *
 * @param bodyOrNull decoded as UTF-8; {@code null} if it was longer than the limit
 * @param retryAfterOrNull the wait PEMS asks for, if any
 */
record PemsAnswer(
        int status, @Nullable String bodyOrNull, @Nullable Duration retryAfterOrNull) {

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    // RFC 9110, 5.6.7: the current form, that of RFC 850, and asctime(); recipients must accept all three.
    private static final List<DateTimeFormatter> HTTP_DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss zzz", Locale.US),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US).withZone(ZoneOffset.UTC));

    static PemsAnswer read(ClientHttpResponse response, int limit, Clock clock) throws IOException {
        int status = response.getStatusCode().value();
        InputStream stream = response.getBody();
        byte[] read = stream.readNBytes(limit + 1);
        String body = read.length > limit ? null : new String(read, StandardCharsets.UTF_8);
        return new PemsAnswer(status, body, retryAfter(response.getHeaders(), clock));
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    boolean isConflict() {
        return status == 409;
    }

    PemsException asRefusalOf(String what) {
        return PemsException.refused(what, status, retryAfterOrNull);
    }

    // RFC 9110, 10.2.3: seconds or a date. Any other value is ignored.
    private static @Nullable Duration retryAfter(HttpHeaders headers, Clock clock) {
        String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
        if (value == null) {
            return null;
        }
        String asked = value.strip();
        if (asked.matches("[0-9]+")) {
            // A number with more digits exceeds the longest wait anyway.
            return asked.length() > 9 ? LONGEST_WAIT : within(Duration.ofSeconds(Long.parseLong(asked)));
        }
        return HTTP_DATES.stream()
                .map(form -> date(asked, form))
                .filter(Objects::nonNull)
                .findFirst()
                .map(date -> within(Duration.between(clock.instant(), date)))
                .orElse(null);
    }

    private static @Nullable Instant date(String text, DateTimeFormatter form) {
        try {
            return ZonedDateTime.parse(text, form).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration within(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
