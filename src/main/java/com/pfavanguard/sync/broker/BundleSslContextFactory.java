package com.pfavanguard.sync.broker;

import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.core.remoting.impl.ssl.DefaultSSLContextFactory;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;

/**
 * Hands the {@link BrokerTls} of a connection to Artemis' client, which otherwise reads key stores from files. Registered
 * in {@code META-INF/services}. Artemis uses it for all connections of this process; those without the parameter get
 * what they would get without this class.
 */
public final class BundleSslContextFactory extends DefaultSSLContextFactory {

    /** Transport parameter that holds the {@link SSLContext}. */
    static final String CONTEXT = "syncSslContext";

    // Above Artemis' own, 5 and 10.
    private static final int PRIORITY = 20;

    @Override
    public SSLContext getSSLContext(SSLContextConfig config, Map<String, Object> parameters) throws Exception {
        return parameters.get(CONTEXT) instanceof SSLContext ours ? ours : super.getSSLContext(config, parameters);
    }

    @Override
    public int getPriority() {
        return PRIORITY;
    }
}
