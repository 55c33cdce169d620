package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.cli.demo.PemsUrl;
import com.pfavanguard.sync.cli.watch.GatewayUrl;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts arguments to the values of the contract. An argument that does not fit is a usage error that shows the
 * expected pattern.
 */
final class ArgumentConverters {

    private ArgumentConverters() {}

    static CommandLine register(CommandLine commands) {
        return commands.registerConverter(OrganizationId.class, checked(OrganizationId::new))
                .registerConverter(PfaId.class, checked(PfaId::new))
                .registerConverter(EventId.class, checked(EventId::new))
                .registerConverter(GatewayUrl.class, checked(GatewayUrl::of))
                .registerConverter(PemsUrl.class, checked(PemsUrl::of))
                .registerConverter(Instant.class, ArgumentConverters::instant)
                .registerConverter(Duration.class, ArgumentConverters::duration);
    }

    /**
     * Wraps a constructor that checks its argument and says what it expects. Without this, picocli would add the class
     * name of the exception.
     */
    private static <T> ITypeConverter<T> checked(Function<String, T> constructor) {
        return argument -> {
            try {
                return constructor.apply(argument);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'%s'. %s".formatted(argument, e.getMessage()));
            }
        };
    }

    private static Instant instant(String argument) {
        try {
            return Instant.parse(argument);
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'%s' is not a UTC timestamp such as 2026-03-04T09:15:02.040Z".formatted(argument));
        }
    }

    private static Duration duration(String argument) {
        try {
            Duration duration = DurationStyle.detectAndParse(argument, ChronoUnit.SECONDS);
            if (duration.compareTo(Duration.ZERO) > 0) {
                return duration;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Reported below.
        }
        throw new TypeConversionException("'%s' is not a duration such as 30s, 500ms or 5m".formatted(argument));
    }
}
