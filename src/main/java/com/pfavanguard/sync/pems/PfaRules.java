package com.pfavanguard.sync.pems;

import static com.pfavanguard.sync.pems.PfaField.ACTUAL_END;
import static com.pfavanguard.sync.pems.PfaField.ACTUAL_START;
import static com.pfavanguard.sync.pems.PfaField.FORECAST_END;
import static com.pfavanguard.sync.pems.PfaField.FORECAST_START;
import static com.pfavanguard.sync.pems.PfaField.IS_ACTUALIZED;
import static com.pfavanguard.sync.pems.PfaField.IS_DISCONTINUED;
import static com.pfavanguard.sync.pems.PfaField.MONTHLY_RATE;
import static com.pfavanguard.sync.pems.PfaField.ORIGINAL_END;
import static com.pfavanguard.sync.pems.PfaField.ORIGINAL_START;
import static com.pfavanguard.sync.pems.PfaField.PURCHASE_PRICE;
import static com.pfavanguard.sync.pems.PfaField.SOURCE;

import com.pfavanguard.sync.event.Texts;
import com.pfavanguard.sync.pems.PfaFault.Code;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks one edit by the rules V1 to V18 (domain.md, "Validation rules") and collects the faults. */
final class PfaRules {

    // V15 limits the description to 500 characters; all other texts have the same limit.
    private static final int LONGEST_TEXT = 500;

    private final PfaValues before;
    private final PfaValues changes;
    private final PfaValues after;
    private final boolean wholeRecord;
    private final List<PfaFault> faults = new ArrayList<>();

    /** @param wholeRecord {@code true} if a field missing in {@code before} has no value; {@code false} if it is merely unknown here */
    PfaRules(PfaValues before, PfaValues changes, boolean wholeRecord) {
        this.before = before;
        this.changes = changes;
        this.after = before.overlaidWith(changes);
        this.wholeRecord = wholeRecord;
    }

    List<PfaFault> faults() {
        return List.copyOf(faults);
    }

    /** V18 and V17, and the list of fields the PEMS write API takes. */
    void onlyWritableFields() {
        onlyKnownFields();
        changed().filter(field -> !field.writable()).forEach(field -> {
            if (field.plan()) {
                fault(field, "The approved Plan is locked", Code.BUSINESS_RULE_VIOLATION);
            } else {
                fault(field, "This field cannot be changed in PEMS", Code.INVALID_FIELD);
            }
        });
    }

    /** V18. */
    void onlyKnownFields() {
        changes.names().stream()
                .filter(name -> PfaField.named(name).isEmpty())
                .map(name -> new PfaFault(name, "A PFA record has no such field", Code.INVALID_FIELD))
                .forEach(faults::add);
    }

    /** V1 to V9, V15 and V16: what holds for the values of any record. */
    void values() {
        changed().forEach(this::type);
        dateOrder(FORECAST_START, FORECAST_END);
        dateOrder(ORIGINAL_START, ORIGINAL_END);
        dateOrder(ACTUAL_START, ACTUAL_END);
        price("Rental", MONTHLY_RATE);
        price("Purchase", PURCHASE_PRICE);
        notNegative(MONTHLY_RATE);
        notNegative(PURCHASE_PRICE);
    }

    // V7 to V9, V15, V16.
    private void type(PfaField field) {
        Object value = changes.get(field);
        switch (field.type()) {
            case ENUM -> {
                if (!(value instanceof String text) || !field.allowedValues().contains(text)) {
                    String allowed = String.join(" or ", field.allowedValues());
                    fault(field, field.jsonName() + notCleared(value) + " must be " + allowed, Code.INVALID_ENUM_VALUE);
                }
            }
            case BOOLEAN -> require(value instanceof Boolean, field, "true or false");
            case DATE -> require(value == null || value instanceof Instant, field, "an ISO 8601 date");
            case DECIMAL -> require(value == null || value instanceof BigDecimal, field, "a number");
            case TEXT -> text(field, value);
            case STRUCTURE -> {}
        }
    }

    private void text(PfaField field, @Nullable Object value) {
        require(value == null || value instanceof String, field, "text");
        if (value instanceof String text && text.length() > LONGEST_TEXT) {
            fault(field, field.jsonName() + " is longer than " + LONGEST_TEXT + " characters", Code.INVALID_RANGE);
        }
        if (value instanceof String text && !Texts.isLegible(text)) {
            fault(field, field.jsonName() + " contains an unpaired surrogate or U+FFFD", Code.INVALID_TYPE);
        }
    }

    private void require(boolean fits, PfaField field, String what) {
        if (!fits) {
            fault(field, field.jsonName() + notCleared(changes.get(field)) + " must be " + what, Code.INVALID_TYPE);
        }
    }

    private static String notCleared(@Nullable Object value) {
        return value == null ? " cannot be cleared: it" : "";
    }

    // V1 to V3.
    private void dateOrder(PfaField start, PfaField end) {
        Optional<Instant> from = after.date(start);
        Optional<Instant> to = after.date(end);
        if (touches(start, end)
                && from.isPresent()
                && to.isPresent()
                && to.get().isBefore(from.get())) {
            String message = end.jsonName() + " must not be before " + start.jsonName();
            fault(end, message, Code.INVALID_DATE_ORDER);
        }
    }

    // V4 and V5.
    private void price(String source, PfaField price) {
        boolean decided = wholeRecord || after.mentions(price);
        if (touches(SOURCE, price) && decided && source.equals(after.get(SOURCE)) && after.get(price) == null) {
            fault(price, "A " + source + " needs " + price.jsonName(), Code.MISSING_REQUIRED_FIELD);
        }
    }

    // V6.
    private void notNegative(PfaField price) {
        if (changes.decimal(price).filter(value -> value.signum() < 0).isPresent()) {
            fault(price, price.jsonName() + " must not be negative", Code.INVALID_RANGE);
        }
    }

    /** V11 and V12: equipment that is on site and billing. */
    void actualizedRecord() {
        if (!before.isTrue(IS_ACTUALIZED)) {
            return;
        }
        if (touches(ACTUAL_START) && movesLater(ACTUAL_START)) {
            fault(ACTUAL_START, "An actual start can only move earlier", Code.BUSINESS_RULE_VIOLATION);
        }
        if (touches(SOURCE) && !before.agreesWith(after, SOURCE.jsonName()) && known(SOURCE)) {
            fault(SOURCE, "The source of equipment on site cannot change", Code.BUSINESS_RULE_VIOLATION);
        }
    }

    private boolean movesLater(PfaField field) {
        Optional<Instant> old = before.date(field);
        return old.isPresent()
                && after.date(field).map(date -> date.isAfter(old.get())).orElse(true);
    }

    /** V13. */
    void discontinuedRecord() {
        if (before.isTrue(IS_DISCONTINUED) && !after.isTrue(IS_DISCONTINUED)) {
            fault(IS_DISCONTINUED, "A discontinued record cannot be reactivated", Code.BUSINESS_RULE_VIOLATION);
        }
    }

    private boolean known(PfaField field) {
        return wholeRecord || before.mentions(field);
    }

    private boolean touches(PfaField... fields) {
        return Stream.of(fields).anyMatch(changes::mentions);
    }

    private Stream<PfaField> changed() {
        return changes.names().stream().map(PfaField::named).flatMap(Optional::stream);
    }

    private void fault(PfaField field, String message, Code code) {
        faults.add(new PfaFault(field, message, code));
    }
}
