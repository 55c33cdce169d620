package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Encrypts the connections to the external broker with an SSL bundle of Spring Boot, which has the certificates to
 * trust and this process's own. The broker's certificate must be for the name by which the settings call the broker.
 * Each new connection uses the bundle as it is by then, so a renewed certificate needs no restart. Safe for any thread.
 */
public final class BrokerTls {

    private static final Logger log = LoggerFactory.getLogger(BrokerTls.class);

    private static final String BUNDLE = "sync.broker.external.ssl.bundle";

    // Of the certificate against the host name: RFC 2818, as Artemis' client does it.
    private static final String CHECK_OF_NAMES = "HTTPS";

    private final String bundleName;
    private final Supplier<SslBundle> bundles;

    // Made anew when the bundle has been reloaded. Two threads may make the same one; both work.
    private volatile @Nullable Made made;

    private record Made(SslBundle bundle, SSLContext context) {}

    /**
     * @param bundleName the bundle as a message names it
     * @param bundles returns the bundle as it is now
     */
    BrokerTls(String bundleName, Supplier<SslBundle> bundles) {
        this.bundleName = bundleName;
        this.bundles = bundles;
        context();
    }

    /**
     * Uses the bundle of this name, and the one that takes its place when it is reloaded.
     *
     * @throws BrokerStartException if there is no such bundle or it cannot be used
     */
    static BrokerTls of(String name, SslBundles all) {
        try {
            BrokerTls tls = new BrokerTls("SSL bundle " + name, () -> all.getBundle(name));
            all.addBundleUpdateHandler(
                    name,
                    reloaded -> log.info("SSL bundle {} was reloaded; new connections to the broker use it", name));
            return tls;
        } catch (RuntimeException e) {
            throw new BrokerStartException(
                    "The SSL bundle \"" + name + "\" of " + BUNDLE + " cannot be used: " + e.getMessage() + ".",
                    "Define it under spring.ssl.bundle, such as spring.ssl.bundle.pem." + name
                            + ".truststore.certificate=file:/etc/sync/broker-ca.pem.",
                    e);
        }
    }

    /** Uses the certificates that Java trusts, and has none of its own. */
    static BrokerTls ofJava() {
        SslBundle bundle = SslBundle.systemDefault();
        return new BrokerTls("Java installation", () -> bundle);
    }

    private SSLContext context() {
        SslBundle bundle = bundles.get();
        Made present = made;
        if (present == null || present.bundle != bundle) {
            present = new Made(bundle, bundle.createSslContext());
            made = present;
        }
        return present.context;
    }

    /**
     * Encrypts a connection; the handshake has been made when this returns.
     *
     * @param timeoutMs for each read of the handshake, in milliseconds
     * @throws IOException if the two do not agree; the message says what to do
     */
    public SSLSocket over(Socket plain, BrokerHost host, int timeoutMs) throws IOException {
        SSLSocket socket =
                (SSLSocket) context().getSocketFactory().createSocket(plain, host.name(), plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(CHECK_OF_NAMES);
        SslBundle bundle = bundles.get();
        if (bundle.getOptions().getEnabledProtocols() != null) {
            parameters.setProtocols(bundle.getOptions().getEnabledProtocols());
        }
        if (bundle.getOptions().getCiphers() != null) {
            parameters.setCipherSuites(bundle.getOptions().getCiphers());
        }
        socket.setSSLParameters(parameters);
        plain.setSoTimeout(timeoutMs);
        try {
            socket.startHandshake();
        } catch (SocketTimeoutException e) {
            throw new IOException(
                    "no TLS handshake within " + timeoutMs + " ms; does the acceptor have sslEnabled=true?", e);
        } catch (SSLException e) {
            throw explained(e, host);
        } catch (IOException e) {
            throw new IOException(endedHandshake(e), e);
        }
        plain.setSoTimeout(0);
        return socket;
    }

    /** Returns a failure of a connection with TLS in words that say what to do; others unchanged. */
    public IOException explained(IOException e, BrokerHost host) {
        String why = why(e, host);
        return why == null ? e : new IOException(why, e);
    }

    private @Nullable String why(IOException e, BrokerHost host) {
        String said = String.valueOf(e.getMessage());
        String lower = said.toLowerCase(Locale.ROOT);
        if (!(e instanceof SSLException)) {
            return null;
        }
        if (lower.contains("unrecognized ssl message") || lower.contains("plaintext connection")) {
            return "the broker does not speak TLS on this port; set sslEnabled=true at its acceptor, or remove "
                    + BUNDLE;
        }
        if (lower.contains("fatal alert")) {
            return "the broker refused the TLS handshake (%s); if it asks for a client certificate, the keystore of the %s must have one that the broker trusts"
                    .formatted(said, bundleName);
        }
        CertificateException certificate = cause(e, CertificateException.class);
        if (cause(e, CertificateExpiredException.class) != null) {
            return "the certificate of the broker, or of its CA, has expired (" + said + "); renew it";
        }
        if (cause(e, CertPathValidatorException.class) != null || lower.contains("certification path")) {
            return "the broker's certificate is not trusted (%s); add its CA to the truststore of the %s"
                    .formatted(said, bundleName);
        }
        if (certificate != null) {
            return "the broker's certificate is not for the name %s (%s); use a name of the certificate in sync.broker.external.addresses"
                    .formatted(host.name(), certificate.getMessage());
        }
        return endedHandshake(e);
    }

    private static String endedHandshake(IOException e) {
        return "the broker ended the TLS handshake (" + e.getMessage() + "); does its acceptor have sslEnabled=true?";
    }

    private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    /** Returns the parameters by which Artemis' client uses this bundle for a connection to the host. */
    Map<String, Object> parameters(BrokerHost host) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
        parameters.put(TransportConstants.VERIFY_HOST_PROP_NAME, true);
        SSLContext named = new NamedPeerContext(context(), host.name());
        parameters.put(BundleSslContextFactory.CONTEXT, named);
        SslBundle bundle = bundles.get();
        if (bundle.getOptions().getEnabledProtocols() != null) {
            parameters.put(
                    TransportConstants.ENABLED_PROTOCOLS_PROP_NAME,
                    String.join(",", bundle.getOptions().getEnabledProtocols()));
        }
        if (bundle.getOptions().getCiphers() != null) {
            parameters.put(
                    TransportConstants.ENABLED_CIPHER_SUITES_PROP_NAME,
                    String.join(",", bundle.getOptions().getCiphers()));
        }
        return parameters;
    }
}
