package com.pfavanguard.sync.security.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;

/**
 * Builds the Content-Security-Policy header: the policy in the live page's meta element, and the directives that work only
 * in a header.
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
