package com.pfavanguard.sync.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** Self-signed certificates of a test, each in a key store of its own and in a trust store without its key. */
public final class TestKeys {

    public static final String PASSWORD = "changeit";

    private final Path directory;

    public TestKeys(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes a key with a certificate, and both stores.
     *
     * @param extension of keytool, such as {@code san=dns:localhost}
     */
    public TestKeys make(String name, String extension) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
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
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(said);
        }
        writeTrustStore(name);
        return this;
    }

    private void writeTrustStore(String name) throws IOException {
        try (InputStream in = Files.newInputStream(keyStore(name));
                OutputStream out = Files.newOutputStream(trustStore(name))) {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(in, PASSWORD.toCharArray());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(name, own.getCertificate(name));
            trusted.store(out, PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    public Path keyStore(String name) {
        return directory.resolve(name + "-key.p12");
    }

    public Path trustStore(String name) {
        return directory.resolve(name + "-trust.p12");
    }
}
