package com.pfavanguard.sync.gateway.limits;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings as they are bound. */
final class TestLimits {

    static final LimitProperties DEFAULTS = with(Map.of());

    private TestLimits() {}

    static LimitProperties with(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("sync.gateway.limits", LimitProperties.class);
    }
}
