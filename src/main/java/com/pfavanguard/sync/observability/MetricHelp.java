package com.pfavanguard.sync.observability;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.stereotype.Component;

/**
 * Gives each metric without a description the one of {@code metric-help.properties}, as Prometheus wants a HELP for every
 * metric: to ours, which are described in one place, and to those of libraries that have none.
 */
@Component
class MetricHelp implements MeterFilter {

    static final String FILE = "metric-help.properties";

    private final Properties texts = load();

    private static Properties load() {
        try {
            return PropertiesLoaderUtils.loadProperties(new ClassPathResource(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        String text =
                id.getDescription() == null || id.getDescription().isBlank() ? texts.getProperty(id.getName()) : null;
        return text == null
                ? id
                : new Meter.Id(id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), text, id.getType());
    }
}
