package com.pfavanguard.sync.pems.standin;

import static com.pfavanguard.sync.pems.PfaField.AREA_SILO;
import static com.pfavanguard.sync.pems.PfaField.CATEGORY;
import static com.pfavanguard.sync.pems.PfaField.CLASS;
import static com.pfavanguard.sync.pems.PfaField.DOR;
import static com.pfavanguard.sync.pems.PfaField.FORECAST_END;
import static com.pfavanguard.sync.pems.PfaField.FORECAST_START;
import static com.pfavanguard.sync.pems.PfaField.HAS_ACTUALS;
import static com.pfavanguard.sync.pems.PfaField.HAS_PLAN;
import static com.pfavanguard.sync.pems.PfaField.IS_ACTUALIZED;
import static com.pfavanguard.sync.pems.PfaField.IS_DISCONTINUED;
import static com.pfavanguard.sync.pems.PfaField.IS_FUNDS_TRANSFERABLE;
import static com.pfavanguard.sync.pems.PfaField.MANUFACTURER;
import static com.pfavanguard.sync.pems.PfaField.MODEL;
import static com.pfavanguard.sync.pems.PfaField.MONTHLY_RATE;
import static com.pfavanguard.sync.pems.PfaField.ORGANIZATION;
import static com.pfavanguard.sync.pems.PfaField.ORIGINAL_END;
import static com.pfavanguard.sync.pems.PfaField.ORIGINAL_START;
import static com.pfavanguard.sync.pems.PfaField.PFA_ID;
import static com.pfavanguard.sync.pems.PfaField.PURCHASE_PRICE;
import static com.pfavanguard.sync.pems.PfaField.SOURCE;

import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaValues;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes up a record: always the same for the same organization and PFA, valid by every rule, planned but not yet on
 * site, so that a demo can edit all its fields.
 */
final class PlausiblePfa {

    private static final List<Kind> KINDS = List.of(
            new Kind("Cranes", "Crawler crane", "Liebherr", "LR 1300", 42_000, 2_900_000),
            new Kind("Cranes", "Rough terrain crane", "Grove", "GRT8100", 18_500, 940_000),
            new Kind("Access", "Boom lift", "JLG", "1850SJ", 6_400, 310_000),
            new Kind("Earthmoving", "Excavator", "Caterpillar", "336", 11_200, 385_000),
            new Kind("Power", "Generator", "Cummins", "C550D5", 4_100, 96_000),
            new Kind("Welding", "Welder, diesel", "Lincoln", "Vantage 500", 1_250, 21_000));

    private static final LocalDate FIRST_START = LocalDate.of(2026, 1, 5);

    private PlausiblePfa() {}

    static PfaValues of(String organizationCode, String pfaId) {
        // hashCode() of a String is fixed by its specification, so this holds across machines.
        SplittableRandom chance = new SplittableRandom(31L * organizationCode.hashCode() + pfaId.hashCode());
        Kind kind = KINDS.get(chance.nextInt(KINDS.size()));
        LocalDate start = FIRST_START.plusWeeks(chance.nextInt(40));
        LocalDate end = start.plusWeeks(4 + chance.nextInt(44));
        boolean rental = chance.nextInt(4) > 0;
        Map<PfaField, Object> values = new LinkedHashMap<>();
        values.put(PFA_ID, pfaId);
        values.put(ORGANIZATION, organizationCode);
        values.put(AREA_SILO, "Area " + (1 + chance.nextInt(6)));
        values.put(CATEGORY, kind.category());
        values.put(CLASS, kind.name());
        values.put(SOURCE, rental ? "Rental" : "Purchase");
        values.put(DOR, chance.nextBoolean() ? "BEO" : "PROJECT");
        values.put(rental ? MONTHLY_RATE : PURCHASE_PRICE, rental ? kind.monthlyRate() : kind.purchasePrice());
        values.put(MANUFACTURER, kind.manufacturer());
        values.put(MODEL, kind.model());
        values.put(ORIGINAL_START, start);
        values.put(ORIGINAL_END, end);
        values.put(FORECAST_START, start.plusDays(chance.nextInt(21)));
        values.put(FORECAST_END, end.plusDays(chance.nextInt(60)));
        values.put(HAS_PLAN, true);
        values.put(HAS_ACTUALS, false);
        values.put(IS_ACTUALIZED, false);
        values.put(IS_DISCONTINUED, false);
        values.put(IS_FUNDS_TRANSFERABLE, chance.nextBoolean());
        return named(values);
    }

    private static PfaValues named(Map<PfaField, Object> values) {
        Map<String, Object> byName = new LinkedHashMap<>();
        values.forEach((field, value) -> byName.put(field.jsonName(), value));
        return PfaValues.of(byName);
    }

    private record Kind(
            String category, String name, String manufacturer, String model, int monthlyRate, int purchasePrice) {}
}
