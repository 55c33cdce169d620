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

/** Parses IP addresses as proxies write them: with or without port and brackets. Never resolves a host name. */
public final class IpAddress {

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String PORT = "(?::\\d{1,5})?";
    private static final Pattern V4 = Pattern.compile("(" + OCTET + "(?:\\." + OCTET + "){3})" + PORT);

    // InetAddress does not resolve text with a colon as a host name. The zone is dropped: it is local to one machine.
    private static final Pattern V6 =
            Pattern.compile("\\[?([0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:%[^\\]]*)?(?:\\]" + PORT + ")?");

    private static final int LONGEST = 100;
    private static final int NETWORK_BYTES = 8;

    private IpAddress() {}

    /**
     * The key under which limits count this address: an IPv4 address itself, or the /64 network of an IPv6 address,
     * since one machine can use any address of its network. Unparsable addresses share one key, so that inventing them
     * does not get around a limit.
     */
    public static String network(@Nullable String text) {
        return parse(text).map(IpAddress::network).orElse("none");
    }

    private static String network(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                : address.getHostAddress();
    }

    /** The address; empty if the text is not an address. An IPv4-mapped IPv6 address becomes the IPv4 address. */
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
