package com.pfavanguard.sync.security.jwt;

import com.pfavanguard.sync.security.SecuritySettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.ResourceLoader;

/** Reads the issuer's public key from PEM text or from a resource that contains it. */
final class PublicKeys {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    private PublicKeys() {}

    /** An RSA or EC key. */
    static PublicKey read(String pemOrLocation, ResourceLoader resources) {
        String text = pemOrLocation.startsWith("-----") ? pemOrLocation : load(pemOrLocation, resources);
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw unusable("contains no \"BEGIN PUBLIC KEY\"");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
        for (String kind : new String[] {"RSA", "EC"}) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                // The other kind may fit.
            }
        }
        throw unusable("is neither an RSA nor an EC key");
    }

    private static String load(String location, ResourceLoader resources) {
        String url = location.contains(":") ? location : "file:" + location;
        try {
            return resources.getResource(url).getContentAsString(StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw unusable("cannot be read from " + url + " (" + e.getMessage() + ")");
        }
    }

    private static SecuritySettingsException unusable(String why) {
        return new SecuritySettingsException(
                "sync.security.jwt.public-key " + why + ".",
                "Set it to a public key in PEM, or to its location, such as file:/etc/sync/issuer.pem. To get it from a"
                        + " private key: openssl pkey -in key.pem -pubout");
    }
}
