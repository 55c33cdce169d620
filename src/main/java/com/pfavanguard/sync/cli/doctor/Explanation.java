package com.pfavanguard.sync.cli.doctor;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.yaml.snakeyaml.error.YAMLException;

/** Explains a failure with the text that a start would print for it, on one line and without Java's names of types. */
final class Explanation {

    private Explanation() {}

    /** @param setup {@code null} if the settings could not be read at all */
    static String of(Throwable failure, @Nullable Setup setup) {
        return analyzers(setup).stream()
                .map(analyzer -> analyze(analyzer, failure))
                .filter(Objects::nonNull)
                .findFirst()
                .map(Explanation::oneLine)
                .orElseGet(() -> unexplained(NestedExceptionUtils.getMostSpecificCause(failure)));
    }

    private static String unexplained(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        // The parser knows the line and not the file.
        return cause instanceof YAMLException
                ? "%s Correct application.yaml in this directory or in config/, or the file that spring.config names."
                        .formatted(text.replaceAll("\\s+", " "))
                : text;
    }

    private static List<FailureAnalyzer> analyzers(@Nullable Setup setup) {
        ArgumentResolver arguments = setup == null
                ? ArgumentResolver.none()
                : ArgumentResolver.of(BeanFactory.class, setup.context().getBeanFactory())
                        .and(Environment.class, setup.environment());
        // Some need what is missing here.
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, arguments, FailureHandler.handleMessage((message, cause) -> {}));
    }

    private static @Nullable FailureAnalysis analyze(FailureAnalyzer analyzer, Throwable failure) {
        try {
            return analyzer.analyze(failure);
        } catch (RuntimeException | LinkageError e) {
            return null; // of a library that is not there
        }
    }

    private static String oneLine(FailureAnalysis analysis) {
        return Stream.of(String.valueOf(analysis.getDescription()), String.valueOf(analysis.getAction()))
                .filter(text -> !text.equals("null"))
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> line.matches(".*[.:;!?]") ? line : line + ".")
                .collect(Collectors.joining(" "))
                .replaceAll(" \\(caused by java[^()]*\\)", "")
                .replaceAll(
                        "failed to convert java\\.lang\\.String to (@\\S+ )?[\\w.$<>]*[\\w$>]",
                        "it cannot be converted")
                .replaceAll("(Failed to bind properties under '[^']*') to [\\w.$<>]*[\\w$>]:", "$1:");
    }
}
