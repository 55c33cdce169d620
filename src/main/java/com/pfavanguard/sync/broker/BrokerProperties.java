package com.pfavanguard.sync.broker;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Which broker, and how much of the past it keeps.
 *
 * @param mode "embedded" starts Artemis inside this process; "external" connects to one that runs elsewhere
 * @param embedded the embedded broker's ports and disk
 * @param console where admins look into the embedded broker
 * @param external where the external broker is
 * @param history how much of the past clients can come back to
 */
@Validated
@ConfigurationProperties("sync.broker")
public record BrokerProperties(
        @DefaultValue("embedded") Mode mode,
        @Valid @DefaultValue Embedded embedded,
        @Valid @DefaultValue Console console,
        @Valid @DefaultValue External external,
        @Valid @DefaultValue History history) {

    /** Where the broker runs. */
    public enum Mode {
        EMBEDDED,
        EXTERNAL
    }

    /**
     * The embedded broker. It listens on the loopback address only.
     *
     * @param dataDirectory journal and large messages; made if absent, used by one process at a time
     * @param stompPort where STOMP producers and the gateway's own link connect
     * @param jmsPort where JMS producers (Artemis core protocol) connect
     * @param requireLogin whether whoever connects must log in; without it every user and every program of this machine
     *     may publish, and read everybody's events
     * @param producerPassword password of the user "producer", who may only send; not set: made up at the first start,
     *     and kept in users.properties in the data directory
     * @param gatewayPassword password of the user "gateway", for other processes of this application; likewise
     * @param minDiskFree space that must be free where the data directory lies; below it whatever would be written is
     *     refused, and readiness is DOWN
     */
    public record Embedded(
            @DefaultValue("data/broker") Path dataDirectory,
            @Min(1) @Max(65535) @DefaultValue("61613") int stompPort,
            @Min(1) @Max(65535) @DefaultValue("61616") int jmsPort,
            @DefaultValue("true") boolean requireLogin,
            @Nullable String producerPassword,
            @Nullable String gatewayPassword,
            @NotNull @DefaultValue("256MB") DataSize minDiskFree) {

        @Override
        public String toString() {
            return "Embedded[dataDirectory=%s, stompPort=%d, jmsPort=%d, requireLogin=%s, minDiskFree=%s]"
                    .formatted(dataDirectory, stompPort, jmsPort, requireLogin, minDiskFree);
        }
    }

    /**
     * The embedded broker's console. It listens on the loopback address only; an external broker has its own.
     *
     * @param enabled whether it is there at all
     * @param port where the browser goes
     */
    public record Console(
            @DefaultValue("true") boolean enabled,
            @Min(1) @Max(65535) @DefaultValue("8161") int port) {}

    /**
     * The external broker.
     *
     * @param stompHost host of the STOMP acceptor the gateway reads from
     * @param stompPort its port
     * @param jmsUrl Artemis connection URL for publishing, such as tcp://broker:61616
     * @param login user name for both, if the broker asks for one
     * @param passcode its password
     */
    public record External(
            @NotBlank @DefaultValue("127.0.0.1") String stompHost,
            @Min(1) @Max(65535) @DefaultValue("61613") int stompPort,
            @NotBlank @DefaultValue("tcp://127.0.0.1:61616") String jmsUrl,
            @Nullable String login,
            @Nullable String passcode) {

        @Override
        public String toString() {
            return "External[stomp=%s:%d, jmsUrl=%s, login=%s]"
                    .formatted(stompHost, stompPort, BrokerUrl.shown(jmsUrl), login);
        }
    }

    /**
     * The past that clients can come back to. The embedded broker is set up with it; beside an external broker it must
     * say what that broker's {@code sync.history} queue has.
     *
     * @param size most events kept, over all organizations together
     * @param retention how long an event is kept at most
     */
    public record History(
            @Positive @DefaultValue("20000") int size,

            @NotNull @DurationMin(minutes = 2) @DefaultValue("10m")
            Duration retention) {}
}
