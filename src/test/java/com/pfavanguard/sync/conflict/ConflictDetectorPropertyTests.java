package com.pfavanguard.sync.conflict;

import static com.pfavanguard.sync.conflict.Records.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.conflict.Comparison.AheadOfPems;
import com.pfavanguard.sync.conflict.Comparison.AutoMerged;
import com.pfavanguard.sync.conflict.Comparison.Conflicting;
import com.pfavanguard.sync.conflict.Comparison.NoConflict;
import com.pfavanguard.sync.pems.PfaValues;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * What must hold for any edit and any record. Values come in the spellings the outside world uses; the same meaning is
 * spelt anew on each side.
 */
// The values are few and chosen to coincide; jqwik's own edge cases would only crowd them out.
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class ConflictDetectorPropertyTests {

    private static final List<String> FIELDS = List.of(
            "forecastStart",
            "forecastEnd",
            "monthlyRate",
            "purchasePrice",
            "model",
            "dor",
            "isDiscontinued",
            "customFields");

    /** A meaning per field: a small number, so that the three sides often agree; absent or null for "no value". */
    @Provide
    Arbitrary<Map<String, Integer>> meanings() {
        return Arbitraries.maps(
                        Arbitraries.of(FIELDS),
                        Arbitraries.integers().between(0, 3).injectNull(0.2))
                .ofMaxSize(FIELDS.size());
    }

    @Provide
    Arbitrary<Map<String, Integer>> edits() {
        return meanings().filter(edit -> !edit.isEmpty());
    }

    private static PfaValues spelt(Map<String, Integer> meanings, long seed) {
        Random random = new Random(seed);
        List<String> names = new ArrayList<>(meanings.keySet());
        Collections.shuffle(names, random);
        Map<String, Object> raw = new LinkedHashMap<>();
        names.forEach(
                name -> raw.put(name, meanings.get(name) == null ? null : spelt(name, meanings.get(name), random)));
        return PfaValues.of(raw);
    }

    private static Object spelt(String name, int meaning, Random random) {
        return switch (name) {
            case "forecastStart", "forecastEnd" -> date(LocalDate.of(2026, 3, 1 + meaning), random);
            case "monthlyRate", "purchasePrice" -> number(meaning, random);
            case "isDiscontinued" -> meaning % 2 == 0;
            case "customFields" -> object(meaning, random);
            default -> " ".repeat(random.nextInt(3)) + "value " + meaning + " ".repeat(random.nextInt(3));
        };
    }

    private static Object date(LocalDate day, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> day;
            case 1 -> day.toString();
            case 2 -> day + "T00:00:00.000Z";
            case 3 -> day + "T00:00";
            case 4 -> day.atStartOfDay().atOffset(ZoneOffset.UTC).toInstant();
            default -> day.minusDays(1) + "T19:00:00-05:00";
        };
    }

    private static Object number(int value, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> value;
            case 1 -> (long) value;
            case 2 -> (double) value;
            case 3 -> new BigDecimal(value).setScale(2);
            case 4 -> " " + value + ".0 ";
            default -> value + "e0";
        };
    }

    private static Object object(int meaning, Random random) {
        List<String> keys = new ArrayList<>(List.of("a", "b", "c"));
        Collections.shuffle(keys, random);
        Map<String, Object> object = new LinkedHashMap<>();
        keys.forEach(key -> object.put(key, key.equals("a") ? number(meaning, new Random(0)) : " " + key + meaning));
        if (random.nextBoolean()) {
            object.put("nothing", null);
        }
        return object;
    }

    // The rules once more, over meanings instead of values: no spelling can hide here.
    private static Set<String> expectedConflicts(
            Map<String, Integer> base, Map<String, Integer> changes, Map<String, Integer> current) {
        Set<String> fields = new LinkedHashSet<>();
        changes.forEach((name, mine) -> {
            boolean pemsChanged = !same(name, base.get(name), current.get(name));
            if (pemsChanged && !same(name, mine, current.get(name))) {
                fields.add(name);
            }
        });
        return fields;
    }

    private static boolean same(String name, Integer left, Integer right) {
        if (left == null || right == null) {
            return left == right;
        }
        return name.equals("isDiscontinued") ? left % 2 == right % 2 : left.equals(right);
    }

    @Property
    void theOutcomeFollowsFromTheMeaningsAloneHoweverTheyAreSpelt(
            @ForAll("meanings") Map<String, Integer> base,
            @ForAll("edits") Map<String, Integer> changes,
            @ForAll("meanings") Map<String, Integer> current,
            @ForAll long seed) {
        PendingEdit edit = new PendingEdit(1, spelt(base, seed), spelt(changes, seed + 1));

        Comparison comparison = ConflictDetector.compare(edit, at(2, spelt(current, seed + 2)));

        Set<String> expected = expectedConflicts(base, changes, current);
        if (expected.isEmpty()) {
            assertThat(comparison).isEqualTo(new AutoMerged(edit.changes(), 2));
        } else {
            assertThat(comparison)
                    .isInstanceOfSatisfying(
                            Conflicting.class,
                            conflict -> assertThat(conflict.fields()).containsExactlyInAnyOrderElementsOf(expected));
        }
    }

    @Property
    void aRecordThatHasNotMovedOnNeverConflicts(
            @ForAll("meanings") Map<String, Integer> base,
            @ForAll("edits") Map<String, Integer> changes,
            @ForAll("meanings") Map<String, Integer> current,
            @ForAll long seed) {
        PendingEdit edit = new PendingEdit(3, spelt(base, seed), spelt(changes, seed));

        assertThat(ConflictDetector.compare(edit, at(3, spelt(current, seed)))).isInstanceOf(NoConflict.class);
    }

    @Property
    void anEditOfALaterVersionThanTheRecordsIsNeverWritten(
            @ForAll("meanings") Map<String, Integer> base,
            @ForAll("edits") Map<String, Integer> changes,
            @ForAll("meanings") Map<String, Integer> current,
            @ForAll @IntRange(min = 4) int baseVersion,
            @ForAll long seed) {
        PendingEdit edit = new PendingEdit(baseVersion, spelt(base, seed), spelt(changes, seed));

        assertThat(ConflictDetector.compare(edit, at(3, spelt(current, seed)))).isEqualTo(new AheadOfPems(3));
    }

    @Property
    void aRecordSpeltAnewIsNoChange(
            @ForAll("meanings") Map<String, Integer> base,
            @ForAll("edits") Map<String, Integer> changes,
            @ForAll long seed) {
        PendingEdit edit = new PendingEdit(1, spelt(base, seed), spelt(changes, seed + 1));

        assertThat(ConflictDetector.compare(edit, at(2, spelt(base, seed + 2)))).isInstanceOf(AutoMerged.class);
    }

    @Property
    void nothingPemsHasChangedIsOverwrittenInSilence(
            @ForAll("meanings") Map<String, Integer> base,
            @ForAll("edits") Map<String, Integer> changes,
            @ForAll("meanings") Map<String, Integer> current,
            @ForAll long seed) {
        PfaValues before = spelt(base, seed);
        PfaValues now = spelt(current, seed + 1);
        PendingEdit edit = new PendingEdit(1, before, spelt(changes, seed + 2));

        if (ConflictDetector.compare(edit, at(2, now)) instanceof AutoMerged merged) {
            PfaValues written = now.overlaidWith(merged.mergedChanges());
            assertThat(FIELDS)
                    .filteredOn(name -> !before.agreesWith(now, name))
                    .allMatch(name -> written.agreesWith(now, name));
        }
    }

    @Property
    void notKnowingTheBaseNeverHidesAConflict(
            @ForAll("meanings") Map<String, Integer> base,
            @ForAll("edits") Map<String, Integer> changes,
            @ForAll("meanings") Map<String, Integer> current,
            @ForAll long seed) {
        PfaValues edited = spelt(changes, seed);
        PfaValues now = spelt(current, seed + 1);

        List<String> knowing = conflicts(new PendingEdit(1, spelt(base, seed + 2), edited), now);
        List<String> notKnowing = conflicts(new PendingEdit(1, null, edited), now);

        assertThat(notKnowing).containsAll(knowing);
    }

    private static List<String> conflicts(PendingEdit edit, PfaValues now) {
        return ConflictDetector.compare(edit, at(2, now)) instanceof Conflicting conflict
                ? conflict.fields()
                : List.of();
    }
}
