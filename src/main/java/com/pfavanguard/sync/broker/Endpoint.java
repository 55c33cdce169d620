package com.pfavanguard.sync.broker;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** One IP address of a broker. A name with several of them gives as many endpoints. */
public record Endpoint(BrokerHost host, InetAddress ip) {

    /** Returns where the STOMP acceptor listens. */
    public InetSocketAddress stomp() {
        return new InetSocketAddress(ip, host.stompPort());
    }

    /** Returns where the JMS acceptor listens. */
    InetSocketAddress jms() {
        return new InetSocketAddress(ip, host.jmsPort());
    }

    /** Returns host and IP address, or only one of them if they are the same. */
    @Override
    public String toString() {
        return ip.getHostAddress().equals(host.name()) ? host.name() : host.name() + "/" + ip.getHostAddress();
    }
}
