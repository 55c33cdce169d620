package com.pfavanguard.sync.gateway.handshake;

import java.util.Enumeration;
import java.util.regex.Pattern;

/**
 * Checks Sec-WebSocket-Extensions against the grammar of RFC 6455 section 9.1, which obliges a server to refuse other
 * values. By hand, since the parsers of Jetty and Spring accept many of those (decision 0038).
 */
final class ExtensionSyntax {

    // Possessive quantifiers, so that no value makes the match take more than linear time.
    private static final String TOKEN = "[\\w!#$%&'*+.^`|~-]++";
    // A quoted value must be a token too, without its quotes.
    private static final String PARAMETER = "[ \\t]*+;[ \\t]*+T(?:=(?:T|\"T\"))?+".replace("T", TOKEN);
    private static final String EXTENSION = "[ \\t]*+" + TOKEN + "(?:" + PARAMETER + ")*+[ \\t]*+";
    private static final Pattern EXTENSIONS = Pattern.compile(EXTENSION + "(?:," + EXTENSION + ")*+");

    private ExtensionSyntax() {}

    static boolean areValid(Enumeration<String> headerValues) {
        while (headerValues.hasMoreElements()) {
            if (!EXTENSIONS.matcher(headerValues.nextElement()).matches()) {
                return false;
            }
        }
        return true;
    }
}
