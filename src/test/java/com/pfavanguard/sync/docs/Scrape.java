package com.pfavanguard.sync.docs;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Our metrics in an answer of {@code /actuator/prometheus}, as a Prometheus server reads them. */
final class Scrape {

    private static final Pattern TYPE = Pattern.compile("# TYPE ((?:sync|pems)_\\w+) (\\w+)");
    private static final Pattern SAMPLE = Pattern.compile("((?:sync|pems)_\\w+?)(?:_bucket)?(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private Scrape() {}

    /**
     * One metric.
     *
     * @param labels names of labels with the values seen
     */
    record Metric(String type, Map<String, Set<String>> labels) {}

    static Map<String, Metric> metrics(String text) {
        Map<String, Metric> metrics = new TreeMap<>();
        text.lines().forEach(line -> {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                metrics.put(type.group(1), new Metric(type.group(2), new TreeMap<>()));
            } else if (sample.matches() && sample.group(2) != null) {
                Map<String, Set<String>> labels = metrics.get(sample.group(1)).labels();
                LABEL.matcher(sample.group(2))
                        .results()
                        .forEach(label -> labels.computeIfAbsent(label.group(1), name -> new TreeSet<>())
                                .add(label.group(2)));
            }
        });
        return metrics;
    }
}
