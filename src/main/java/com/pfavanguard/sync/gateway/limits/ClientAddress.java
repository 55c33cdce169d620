package com.pfavanguard.sync.gateway.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What counts as one address: an IPv4 address, or the /64 network of an IPv6 one, out of which a single machine may take
 * any number. Whatever a proxy writes instead of an address counts as it stands.
 */
final class ClientAddress {

    // Text of this form is never looked up by name.
    private static final Pattern IPV6 = Pattern.compile("\\[?([0-9a-fA-F:]*:[0-9a-fA-F:.]*)(%[^\\]]*)?\\]?");

    private static final int NETWORK_BYTES = 8;
    private static final int LONGEST = 64;

    private ClientAddress() {}

    static String key(String address) {
        var ipv6 = IPV6.matcher(address);
        if (ipv6.matches()) {
            try {
                if (InetAddress.getByName(ipv6.group(1)) instanceof Inet6Address found) {
                    return HexFormat.of().formatHex(Arrays.copyOf(found.getAddress(), NETWORK_BYTES));
                }
            } catch (UnknownHostException e) {
                // No address after all.
            }
        }
        return address.length() > LONGEST ? address.substring(0, LONGEST) : address;
    }

    static boolean isLoopback(String address) {
        return address.startsWith("127.")
                || address.equals("::1")
                || address.equals("[::1]")
                || address.equals("0:0:0:0:0:0:0:1")
                || address.equals("[0:0:0:0:0:0:0:1]");
    }
}
