package com.pfavanguard.sync.demo;

import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaRecord;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.writequeue.WriteItem;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One edit of a demo day, as a user who looks at the record would make it.
 *
 * @param story what the user does, for people
 */
record DayEdit(PfaRecord record, PfaValues changes, String user, String story) {

    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    /** A usual edit: the end of the forecast, who carries the cost, or the price. */
    static DayEdit usual(PfaRecord record, String user, RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> otherDor(record, user);
            case 1 -> otherPrice(record, user, 1 + random.nextInt(12));
            default -> end(record, user, 7 * (1 + random.nextInt(8)));
        };
    }

    /** Moves the end of the forecast by this number of days. */
    static DayEdit end(PfaRecord record, String user, int days) {
        Instant end = record.values().date(PfaField.FORECAST_END).orElseThrow().plus(Duration.ofDays(days));
        String verb = days > 0 ? "keeps" : "gives back";
        String until = days > 0 ? "until " : "on ";
        return of(record, PfaField.FORECAST_END, end, user, verb + " {} " + until + day(end));
    }

    /** Moves the end of the forecast and changes the price. */
    static DayEdit endAndPrice(PfaRecord record, String user, int days, int percent) {
        DayEdit end = end(record, user, days);
        return new DayEdit(
                record,
                end.changes().overlaidWith(otherPrice(record, user, percent).changes()),
                user,
                end.story() + ", at another price");
    }

    /** This edit and the other's fields. */
    DayEdit with(DayEdit other) {
        return new DayEdit(record, changes.overlaidWith(other.changes), user, story);
    }

    /** Ends the forecast before it starts. */
    static DayEdit endBeforeStart(PfaRecord record, String user) {
        Instant end =
                record.values().date(PfaField.FORECAST_START).orElseThrow().minus(Duration.ofDays(30));
        return of(record, PfaField.FORECAST_END, end, user, "mistypes the end of {}: " + day(end));
    }

    static DayEdit otherDor(PfaRecord record, String user) {
        String dor = "BEO".equals(record.values().get(PfaField.DOR)) ? "PROJECT" : "BEO";
        return of(record, PfaField.DOR, dor, user, "charges {} to " + (dor.equals("BEO") ? "overhead" : "the project"));
    }

    private static DayEdit otherPrice(PfaRecord record, String user, int percent) {
        PfaField field =
                record.values().mentions(PfaField.MONTHLY_RATE) ? PfaField.MONTHLY_RATE : PfaField.PURCHASE_PRICE;
        BigDecimal price = record.values().decimal(field).orElseThrow();
        BigDecimal next = price.multiply(BigDecimal.valueOf(100L + percent)).divide(PERCENT);
        return of(record, field, next, user, "enters a price for {} that is " + percent + " % higher");
    }

    private static DayEdit of(PfaRecord record, PfaField field, Object value, String user, String story) {
        String what = text(record, PfaField.CLASS) + " " + text(record, PfaField.MODEL) + " (" + record.pfaId() + ")";
        return new DayEdit(
                record, PfaValues.of(Map.of(field.jsonName(), value)), user, user + " " + story.replace("{}", what));
    }

    private static String text(PfaRecord record, PfaField field) {
        return String.valueOf(record.values().get(field));
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    WriteItem item(String jobId, Instant now) {
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        changes.names().forEach(name -> seen.put(name, record.values().get(name)));
        return new WriteItem(
                UUID.randomUUID(),
                jobId,
                null,
                record.organizationId(),
                record.pfaId(),
                record.version(),
                PfaValues.of(seen),
                changes,
                user,
                "Demo day",
                0,
                now);
    }
}
