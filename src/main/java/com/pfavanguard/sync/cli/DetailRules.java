package com.pfavanguard.sync.cli;

import static com.pfavanguard.sync.cli.DetailOptions.CONFLICT_ID;
import static com.pfavanguard.sync.cli.DetailOptions.ERROR;
import static com.pfavanguard.sync.cli.DetailOptions.FIELD;
import static com.pfavanguard.sync.cli.DetailOptions.NEW_VERSION;
import static com.pfavanguard.sync.cli.DetailOptions.NEXT_ATTEMPT_AT;
import static com.pfavanguard.sync.cli.DetailOptions.REASON;
import static com.pfavanguard.sync.cli.DetailOptions.RESOLUTION;
import static com.pfavanguard.sync.cli.DetailOptions.RETRY_COUNT;

import com.pfavanguard.sync.event.SyncEventType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Lists the detail options that a type of event accepts.
 *
 * @param needed options that must all be present
 * @param allowed options that may be present in addition
 * @param allOrNone whether the allowed options must be present together or not at all
 */
record DetailRules(List<String> needed, List<String> allowed, boolean allOrNone) {

    private static final List<String> ALL =
            List.of(NEW_VERSION, RESOLUTION, CONFLICT_ID, FIELD, ERROR, RETRY_COUNT, NEXT_ATTEMPT_AT, REASON);

    static DetailRules of(SyncEventType type) {
        return switch (type) {
            case SYNC_QUEUED -> new DetailRules(List.of(), List.of(RETRY_COUNT, NEXT_ATTEMPT_AT), true);
            case SYNC_PROCESSING -> new DetailRules(List.of(), List.of(), false);
            case SYNC_SUCCESS -> new DetailRules(List.of(NEW_VERSION), List.of(RESOLUTION), false);
            case SYNC_CONFLICT -> new DetailRules(List.of(CONFLICT_ID, FIELD), List.of(), false);
            case SYNC_FAILED -> new DetailRules(List.of(ERROR, RETRY_COUNT), List.of(), false);
            case SYNC_REMOVED -> new DetailRules(List.of(REASON), List.of(), false);
        };
    }

    /**
     * Returns what is wrong with the options, or empty if they are valid.
     *
     * @param given names of all options given, including those that are not detail options
     */
    Optional<String> complaint(SyncEventType type, Collection<String> given) {
        List<String> foreign = ALL.stream()
                .filter(given::contains)
                .filter(option -> !needed.contains(option) && !allowed.contains(option))
                .toList();
        if (!foreign.isEmpty()) {
            return Optional.of("%s takes no %s; it takes %s".formatted(type, and(foreign), what()));
        }
        List<String> missing = without(needed, given);
        if (!missing.isEmpty()) {
            return Optional.of("%s needs %s".formatted(type, and(missing)));
        }
        List<String> left = without(allowed, given);
        if (allOrNone && !left.isEmpty() && left.size() < allowed.size()) {
            return Optional.of("%s with %s needs %s too".formatted(type, and(without(allowed, left)), and(left)));
        }
        return Optional.empty();
    }

    private static List<String> without(List<String> options, Collection<String> others) {
        return options.stream().filter(option -> !others.contains(option)).toList();
    }

    private String what() {
        List<String> words = new ArrayList<>(needed);
        words.addAll(allowed);
        return words.isEmpty() ? "no details" : and(words);
    }

    private static String and(List<String> options) {
        return String.join(" and ", options);
    }
}
