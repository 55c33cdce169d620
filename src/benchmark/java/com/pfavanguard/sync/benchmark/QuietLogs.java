package com.pfavanguard.sync.benchmark;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** Lets the driver's JVM log warnings only; by default Logback would log every step of the stand-in's Jetty. */
final class QuietLogs implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
    }
}
