package com.pfavanguard.sync.web;

import java.time.Duration;

/** How long the web server waits for a client's request, and what hears of each connection that it cuts off for that. */
public interface SlowRequestLimit {

    Duration time();

    /** Called on the server's scheduler thread; must not block. */
    void exceeded();
}
