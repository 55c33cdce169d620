package com.pfavanguard.sync.gateway.limits;

import com.pfavanguard.sync.security.IpAddress;
import java.net.InetAddress;

/**
 * What counts as one address: an IPv4 address, or the /64 network of an IPv6 one, out of which a single machine may take
 * any number. Ports do not count, and all that is no address counts as one, or making them up would be a way around.
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
