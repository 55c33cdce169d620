package com.pfavanguard.sync.web;

import java.time.Duration;

/** Tells how long the web server waits for a slow request, and is told of each connection cut off for it. */
public interface SlowRequestLimit {

    Duration time();

    /** Called on the server's scheduler thread; must not block. */
    void exceeded();
}
