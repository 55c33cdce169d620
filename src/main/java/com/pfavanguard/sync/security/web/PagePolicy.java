package com.pfavanguard.sync.security.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;

/**
 * The Content-Security-Policy header: what the live page asks for in its own meta element, where the hash of its import
 * map stands, and what only a header can say.
 */
final class PagePolicy {

    private static final Pattern META =
            Pattern.compile("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]+)\">");
    private static final String ONLY_IN_A_HEADER = "frame-ancestors 'none'";

    private PagePolicy() {}

    static String of(Resource page) {
        try {
            Matcher meta = META.matcher(page.getContentAsString(StandardCharsets.UTF_8));
            return (meta.find() ? meta.group(1) : "default-src 'none'") + "; " + ONLY_IN_A_HEADER;
        } catch (IOException e) {
            return "default-src 'none'; " + ONLY_IN_A_HEADER;
        }
    }
}
