package com.pfavanguard.sync.gateway.limits;

import com.pfavanguard.sync.security.IpAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What counts as one address: an IPv4 address, or the /64 network of an IPv6 one, out of which a single machine may take
 * any number. Ports do not count, and all that is no address counts as one, or making them up would be a way around.
 */
final class ClientAddress {

    private static final int NETWORK_BYTES = 8;
    private static final String NONE = "none";

    private ClientAddress() {}

    static String key(String address) {
        return IpAddress.parse(address).map(ClientAddress::key).orElse(NONE);
    }

    private static String key(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                : address.getHostAddress();
    }

    static boolean isLoopback(String address) {
        return IpAddress.parse(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }
}
