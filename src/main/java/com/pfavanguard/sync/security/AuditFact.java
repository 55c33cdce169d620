package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.Texts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * One fact of an audit event: an id, a name or a number. Never the value of a field, never a token. Line breaks are
 * replaced and the length is bounded, since the text may come from a client.
 */
public record AuditFact(String name, String value) {

    private static final int LONGEST = 2_000;
    private static final int MOST_LISTED = 20;

    public AuditFact {
        String line = UserIds.normalized(value);
        value = line == null ? "" : Texts.cut(line, LONGEST);
    }

    public static AuditFact of(String name, Object value) {
        return new AuditFact(name, value.toString());
    }

    /** Method and path of a request. Without the query, which may contain a token. */
    public static AuditFact of(HttpServletRequest request) {
        return new AuditFact("request", request.getMethod() + " " + request.getRequestURI());
    }

    /** The first {@value #MOST_LISTED} values, and the number of the others. */
    public static AuditFact list(String name, Collection<String> values) {
        String first = values.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
        int more = values.size() - MOST_LISTED;
        return new AuditFact(name, more > 0 ? first + " and " + more + " more" : first);
    }

    @Override
    public String toString() {
        return name + "=" + value;
    }
}
