package com.pfavanguard.sync.broker;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * Checks the broker's certificate for a given name, whatever address the connection goes to. Artemis' client connects to
 * an IP address, since it would try only one of a name, and the certificate is for the name.
 */
final class NamedPeerContext extends SSLContext {

    NamedPeerContext(SSLContext target, String name) {
        super(new Spi(target, name), target.getProvider(), target.getProtocol());
    }

    private static final class Spi extends SSLContextSpi {

        private final SSLContext target;
        private final String name;

        Spi(SSLContext target, String name) {
            this.target = target;
            this.name = name;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return target.createSSLEngine(name, -1);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return target.createSSLEngine(name, port);
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("Initialized already");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return target.getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return target.getServerSocketFactory();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return target.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return target.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return target.getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return target.getSupportedSSLParameters();
        }
    }
}
