package com.pfavanguard.sync.gateway.limits;

import com.pfavanguard.sync.security.IpAddress;
import java.net.InetAddress;

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

    static boolean isLoopback(String address) {
        return IpAddress.parse(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }
}
