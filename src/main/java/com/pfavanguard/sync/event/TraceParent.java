package com.pfavanguard.sync.event;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds the trace that a request or an event belongs to, as the header or property {@value #NAME} says it (W3C Trace
 * Context, section 3.2). Keeps four numbers and never the text, which anybody may have sent: what is written again is
 * always well-formed. Immutable.
 */
public final class TraceParent {

    /** The HTTP and STOMP header, and the JMS property. Written in lower case (W3C). */
    public static final String NAME = "traceparent";

    /** Characters of the text that {@link #toString} writes. */
    public static final int LENGTH = 55;

    private static final int TRACE = 3;
    private static final int TRACE_LOW = 19;
    private static final int SPAN = 36;
    private static final int FLAGS = 53;
    private static final int SAMPLED = 1;
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private final long traceHigh;
    private final long traceLow;
    private final long span;
    private final boolean sampled;

    private TraceParent(long traceHigh, long traceLow, long span, boolean sampled) {
        this.traceHigh = traceHigh;
        this.traceLow = traceLow;
        this.span = span;
        this.sampled = sampled;
    }

    /** Reads a header's value. Empty if there is none or it is malformed; W3C wants it ignored then, not refused. */
    public static Optional<TraceParent> parse(@Nullable String text) {
        return text != null && isWellFormed(text) ? read(text) : Optional.empty();
    }

    /**
     * @param traceId 32 lower-case hexadecimal digits
     * @param spanId 16 lower-case hexadecimal digits
     */
    public static Optional<TraceParent> of(String traceId, String spanId, boolean sampled) {
        return parse("00-" + traceId + '-' + spanId + (sampled ? "-01" : "-00"));
    }

    private static Optional<TraceParent> read(String text) {
        long high = number(text, TRACE);
        long low = number(text, TRACE_LOW);
        long span = number(text, SPAN);
        boolean sampled = (HexFormat.fromHexDigit(text.charAt(FLAGS + 1)) & SAMPLED) != 0;
        return (high | low) == 0 || span == 0
                ? Optional.empty()
                : Optional.of(new TraceParent(high, low, span, sampled));
    }

    // A later version may append fields behind a hyphen, and its first four fields are read as those of version 00.
    private static boolean isWellFormed(String text) {
        boolean current = text.startsWith("00");
        if (text.length() < LENGTH || current && text.length() > LENGTH || text.startsWith("ff")) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean hyphen = i == TRACE - 1 || i == SPAN - 1 || i == FLAGS - 1;
            if (hyphen ? c != '-' : !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return text.length() == LENGTH || text.charAt(LENGTH) == '-';
    }

    private static long number(String text, int from) {
        return HexFormat.fromHexDigitsToLong(text, from, from + 16);
    }

    /** 32 lower-case hexadecimal digits. */
    public String traceId() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(traceHigh) + hex.toHexDigits(traceLow);
    }

    /** 16 lower-case hexadecimal digits. */
    public String spanId() {
        return HexFormat.of().toHexDigits(span);
    }

    /** Whether the sender says that it records this trace. */
    public boolean isSampled() {
        return sampled;
    }

    /** Puts the {@value #LENGTH} characters of the header's value, without making a text of them. */
    public void writeTo(ByteBuffer out) {
        out.put((byte) '0').put((byte) '0').put((byte) '-');
        put(traceHigh, out);
        put(traceLow, out);
        out.put((byte) '-');
        put(span, out);
        out.put((byte) '-').put((byte) '0').put((byte) (sampled ? '1' : '0'));
    }

    private static void put(long number, ByteBuffer out) {
        for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
            out.put(DIGITS[(int) (number >>> shift) & 0xf]);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TraceParent that
                && traceHigh == that.traceHigh
                && traceLow == that.traceLow
                && span == that.span
                && sampled == that.sampled;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(traceLow ^ span);
    }

    /** The header's value in version 00. */
    @Override
    public String toString() {
        return "00-" + traceId() + '-' + spanId() + (sampled ? "-01" : "-00");
    }
}
