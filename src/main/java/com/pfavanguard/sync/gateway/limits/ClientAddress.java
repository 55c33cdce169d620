package com.pfavanguard.sync.gateway.limits;

import com.pfavanguard.sync.security.IpAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Maps client addresses to the key under which they are counted: the IPv4 address, or the /64 network of an IPv6
 * address, since one machine may use any address of its network. Ports are ignored. Unparsable addresses share one key,
 * so that inventing them does not get around the limit.
 */
final class ClientAddress {

    private ClientAddress() {}

    static String key(String address) {
        return IpAddress.network(address);
    }

    /** The key under which the address is counted; {@code null} for a loopback address that is not counted. */
    static @Nullable String countedKey(String address, boolean countLoopback) {
        return countLoopback || !isLoopback(address) ? key(address) : null;
    }

    static boolean isLoopback(String address) {
        return IpAddress.parse(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }
}
