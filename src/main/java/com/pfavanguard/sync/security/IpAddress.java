package com.pfavanguard.sync.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses as proxies write them: with a port or without, in brackets or not. Never looks up a name. */
public final class IpAddress {

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String PORT = "(?::\\d{1,5})?";
    private static final Pattern V4 = Pattern.compile("(" + OCTET + "(?:\\." + OCTET + "){3})" + PORT);

    // Text with a colon in it is never looked up by name. A zone means something on its own machine only.
    private static final Pattern V6 =
            Pattern.compile("\\[?([0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:%[^\\]]*)?(?:\\]" + PORT + ")?");

    private static final int LONGEST = 100;
    private static final int NETWORK_BYTES = 8;

    private IpAddress() {}

    /**
     * What counts as one address: an IPv4 address, or the /64 network of an IPv6 one, out of which a single machine may
     * take any number. All that is no address counts as one, or making them up would be a way around.
     */
    public static String network(@Nullable String text) {
        return parse(text).map(IpAddress::network).orElse("none");
    }

    private static String network(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                : address.getHostAddress();
    }

    /** The address in {@code text}, if it is one; of an IPv4 address written as an IPv6 one, the former. */
    public static Optional<InetAddress> parse(@Nullable String text) {
        if (text == null || text.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher v4 = V4.matcher(text);
        Matcher v6 = V6.matcher(text);
        try {
            if (v4.matches()) {
                return Optional.of(InetAddress.getByName(v4.group(1)));
            }
            return v6.matches() ? Optional.of(InetAddress.getByName(v6.group(1))) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
