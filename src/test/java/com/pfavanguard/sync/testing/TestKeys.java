package com.pfavanguard.sync.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Certificates of a test, mostly self-signed, each in a key store of its own and in a trust store without its key. */
public final class TestKeys {

    public static final String PASSWORD = "changeit";

    private final Path directory;
    private final String password;

    public TestKeys(Path directory) {
        this(directory, PASSWORD);
    }

    public TestKeys(Path directory, String password) {
        this.directory = directory;
        this.password = password;
    }

    /**
     * Makes a key with a certificate, and both stores.
     *
     * @param extension of keytool, such as {@code san=dns:localhost}
     * @param more options of keytool, such as {@code -validity}
     */
    public TestKeys make(String name, String extension, String... more) throws IOException, InterruptedException {
        generate(name, extension, more);
        writeTrustStore(name);
        return this;
    }

    /** Likewise, but the certificate is issued by another one, made before, and has no trust store. */
    public TestKeys makeIssued(String name, String issuer, String extension, String... more)
            throws IOException, InterruptedException {
        Files.copy(keyStore(issuer), keyStore(name));
        List<String> signed = new ArrayList<>(List.of("-signer", issuer));
        signed.addAll(List.of(more));
        generate(name, extension, signed.toArray(String[]::new));
        removeKey(name, issuer);
        return this;
    }

    private void generate(String name, String extension, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ChildJvm.program("keytool"),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                extension,
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore(name).toString(),
                "-storepass",
                password));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    private void removeKey(String name, String alias) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(keyStore(name).toFile(), password.toCharArray());
            store.deleteEntry(alias);
            try (OutputStream out = Files.newOutputStream(keyStore(name))) {
                store.store(out, password.toCharArray());
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private void writeTrustStore(String name) throws IOException {
        try (InputStream in = Files.newInputStream(keyStore(name));
                OutputStream out = Files.newOutputStream(trustStore(name))) {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(in, password.toCharArray());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(name, own.getCertificate(name));
            trusted.store(out, password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** What a client needs that trusts this certificate and no other. */
    public SSLContext trusting(String name) throws GeneralSecurityException, IOException {
        return context(name, null);
    }

    /** Likewise, for a client that shows a certificate. */
    public SSLContext trustingAs(String name, String own) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(keyStore(own).toFile(), password.toCharArray()), password.toCharArray());
        return context(name, keys.getKeyManagers());
    }

    private SSLContext context(String name, KeyManager @Nullable [] keys) throws GeneralSecurityException, IOException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(KeyStore.getInstance(trustStore(name).toFile(), password.toCharArray()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, managers.getTrustManagers(), null);
        return context;
    }

    public Path keyStore(String name) {
        return directory.resolve(name + "-key.p12");
    }

    public Path trustStore(String name) {
        return directory.resolve(name + "-trust.p12");
    }
}
