package com.pfavanguard.sync.demo;

import com.pfavanguard.sync.demo.DayStep.Kind;
import com.pfavanguard.sync.event.PfaId;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Writes the script of a demo day: a planner's batch in the morning and one after lunch, single edits in between, and a
 * few clashes, faults of PEMS, refusals and mistakes. Its records are new with each day, so that no other edit disturbs
 * them.
 */
final class DayScript {

    static final LocalTime BEGIN = LocalTime.of(6, 30);
    static final LocalTime END = LocalTime.of(17, 30);

    private static final LocalTime LUNCH = LocalTime.NOON;
    private static final LocalTime AFTER_LUNCH = LocalTime.of(13, 0);
    private static final int MORNING_BATCH = 18;
    private static final int AFTERNOON_BATCH = 12;
    private static final int RECORDS = 40;
    private static final int LENGTH_OF_NAME = 4;

    private static final List<String> USERS =
            List.of("m.ortega", "j.silva", "a.novak", "l.chen", "s.haddad", "p.larsen");

    private static final List<LocalTime> CLASHES =
            List.of(LocalTime.of(9, 10), LocalTime.of(11, 20), LocalTime.of(14, 40), LocalTime.of(16, 5));
    private static final List<LocalTime> HICCUPS =
            List.of(LocalTime.of(8, 20), LocalTime.of(10, 5), LocalTime.of(13, 30), LocalTime.of(15, 15));
    private static final List<LocalTime> REFUSALS = List.of(LocalTime.of(10, 40), LocalTime.of(15, 50));
    private static final List<LocalTime> MISTAKES = List.of(LocalTime.of(14, 5));

    private final RandomGenerator random;
    private final String prefix;
    private final List<DayStep> steps = new ArrayList<>();
    private int given;

    private DayScript(RandomGenerator random) {
        this.random = random;
        String name = random.ints(LENGTH_OF_NAME, 0, Character.MAX_RADIX)
                .mapToObj(digit -> Integer.toString(digit, Character.MAX_RADIX))
                .reduce("", String::concat);
        prefix = "DAY-" + name.toUpperCase(Locale.ROOT) + "-";
    }

    /** The steps in the order of the day. */
    static List<DayStep> write(RandomGenerator random) {
        DayScript script = new DayScript(random);
        script.edits();
        script.add(Kind.CLASH, CLASHES);
        script.add(Kind.HICCUP, HICCUPS);
        script.add(Kind.REFUSAL, REFUSALS);
        script.add(Kind.MISTAKE, MISTAKES);
        return script.steps.stream()
                .sorted(Comparator.comparing(DayStep::siteTime))
                .toList();
    }

    // Each record is edited again only after all others, so that its earlier edit has reached PEMS.
    private void edits() {
        List<PfaId> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            records.add(nextRecord());
        }
        List<LocalTime> times = new ArrayList<>();
        times.addAll(batch(BEGIN, MORNING_BATCH));
        times.addAll(singles(BEGIN.plusMinutes(20), LUNCH));
        times.addAll(batch(AFTER_LUNCH, AFTERNOON_BATCH));
        times.addAll(singles(AFTER_LUNCH.plusMinutes(15), END.minusMinutes(10)));
        for (int i = 0; i < times.size(); i++) {
            steps.add(new DayStep(times.get(i), Kind.EDIT, records.get(i % RECORDS), user()));
        }
    }

    private static List<LocalTime> batch(LocalTime at, int size) {
        List<LocalTime> times = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            times.add(at.plus(Duration.ofSeconds(i)));
        }
        return times;
    }

    private List<LocalTime> singles(LocalTime from, LocalTime to) {
        List<LocalTime> times = new ArrayList<>();
        for (LocalTime at = from; at.isBefore(to); at = at.plusMinutes(6 + random.nextInt(8))) {
            times.add(at);
        }
        return times;
    }

    private void add(Kind kind, List<LocalTime> times) {
        times.forEach(at -> steps.add(new DayStep(at, kind, nextRecord(), user())));
    }

    private PfaId nextRecord() {
        given++;
        return new PfaId(prefix + String.format(Locale.ROOT, "%02d", given));
    }

    private String user() {
        return USERS.get(random.nextInt(USERS.size()));
    }
}
