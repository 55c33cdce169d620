package com.pfavanguard.sync.broker;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the broker: where it runs, and how many past events it keeps.
 *
 * @param mode embedded starts Artemis inside this process. external connects to an Artemis that runs elsewhere.
 * @param embedded Ports and disk of the embedded broker.
 * @param console Web console of the embedded broker.
 * @param external Address of the external broker.
 * @param history How many past events clients can resume from.
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
     * @param dataDirectory Directory of the journal and of large messages. Created if it does not exist. Only one
     *     process can use it at a time; a second one fails to start.
     * @param stompPort Port for STOMP producers and for the gateway's own link, on loopback only. A port in use fails
     *     the start.
     * @param jmsPort Port for JMS producers (Artemis core protocol), on loopback only. A port in use fails the start.
     * @param requireLogin Whether producers must log in. If false, every user and program of this machine can publish
     *     events, read the events of all organizations, and change the queues.
     * @param producerPassword Password of the user producer, who may only send. Better set as the environment variable
     *     SYNC_BROKER_EMBEDDED_PRODUCERPASSWORD, which the publish command also reads. Default: generated at the first
     *     start and kept in users.properties in the data directory.
     * @param gatewayPassword Password of the user gateway, as which this process and other processes of this
     *     application log in. Default: generated at the first start and kept in users.properties in the data directory.
     * @param minDiskFree Free space required on the disk of the data directory. With less, the broker refuses new
     *     messages and readiness answers 503.
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
     * The web console of the embedded broker. It listens on loopback only; an external broker has a console of its own.
     *
     * @param enabled Whether the web console of the embedded broker is available.
     * @param port Port of the web console, on loopback only. A port in use fails the start.
     */
    public record Console(
            @DefaultValue("true") boolean enabled,
            @Min(1) @Max(65535) @DefaultValue("8161") int port) {}

    /**
     * The external broker, or a pair of brokers of which one is live.
     *
     * @param addresses Brokers to connect to, for STOMP and for JMS: the live one and its backups. Each is host,
     *     host:stomp-port or host:stomp-port:jms-port, an IPv6 address in brackets. All IP addresses of a name are
     *     tried. A malformed entry fails the start.
     * @param stompPort Port of the STOMP acceptor, for entries that name none.
     * @param jmsPort Port of the JMS acceptor, for entries that name none.
     * @param ssl Encryption of both connections.
     * @param stompHost Former setting for one broker without a backup. Use addresses; both together fail the start.
     * @param jmsUrl Artemis connection URL for JMS in place of the addresses, for parameters that have no setting. It
     *     must lead to the same broker as the addresses.
     * @param login User name for both connections, if the broker asks for one.
     * @param loginFile File with the user name, in place of login. Read for each new connection.
     * @param passcode Password of the user. Better set as the environment variable SYNC_BROKER_EXTERNAL_PASSCODE.
     * @param passcodeFile File with the password, in place of passcode. Read for each new connection, so the password
     *     can be changed without a restart. A line break at its end does not count. A file that is empty or cannot be
     *     read fails the start.
     * @param clientId Name of this process at the broker, to which each connection adds an ending of its own. Printable
     *     ASCII without spaces. Default: sync-gateway- and the name of the machine.
     */
    public record External(
            @NotEmpty @DefaultValue("127.0.0.1") List<String> addresses,
            @Min(1) @Max(65535) @DefaultValue("61613") int stompPort,
            @Min(1) @Max(65535) @DefaultValue("61616") int jmsPort,
            @Valid @DefaultValue Ssl ssl,
            @Nullable String stompHost,
            @Nullable String jmsUrl,
            @Nullable String login,
            @Nullable Path loginFile,
            @Nullable String passcode,
            @Nullable Path passcodeFile,
            @Nullable @Pattern(regexp = "[!-~]{1,100}") String clientId) {

        static final List<String> DEFAULT_ADDRESSES = List.of("127.0.0.1");

        /** Returns where this process connects to, for people; without passwords. */
        public String places() {
            List<BrokerHost> hosts = BrokerHosts.of(this);
            String jms = jmsUrl == null ? BrokerHosts.jms(hosts) : BrokerUrl.shown(jmsUrl);
            return "STOMP " + BrokerHosts.stomp(hosts) + "; JMS " + jms + (ssl.isEnabled() ? "; TLS" : "");
        }

        @Override
        public String toString() {
            return "External[addresses=%s, jmsUrl=%s, login=%s]"
                    .formatted(BrokerHosts.shown(addresses), jmsUrl == null ? "none" : BrokerUrl.shown(jmsUrl), login);
        }
    }

    /**
     * Encryption of the connections to the external broker, STOMP and JMS.
     *
     * @param enabled Whether the connections are encrypted. Default: true if a bundle is named. Without a bundle the
     *     certificates that Java trusts are trusted.
     * @param bundle Name of the SSL bundle below spring.ssl.bundle with the certificates to trust and, if the broker
     *     asks for one, this process's own. The broker's certificate must be for the name in addresses. New connections
     *     use the bundle as it is after a reload.
     */
    public record Ssl(@Nullable Boolean enabled, @Nullable String bundle) {

        /** Returns whether the connections are encrypted. */
        boolean isEnabled() {
            return enabled == null ? bundle != null : enabled;
        }
    }

    /**
     * How many past events clients can resume from. The embedded broker is set up with these values; with an external
     * broker they must equal those of its queue {@code sync.history}.
     *
     * @param size Maximum number of events kept, of all organizations together. The oldest are dropped first. With an
     *     external broker it must equal the ring-size of sync.history; if it is larger, gateways promise more than the
     *     broker holds.
     * @param retention How long an event is kept at most; at least two minutes. Keep it well above one minute, the
     *     tolerance between clocks. With an external broker it must equal the expiry delay of sync.#.
     */
    public record History(
            @Positive @DefaultValue("20000") int size,

            @NotNull @DurationMin(minutes = 2) @DefaultValue("10m")
            Duration retention) {}
}
