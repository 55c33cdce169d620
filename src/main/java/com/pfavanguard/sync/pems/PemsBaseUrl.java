package com.pfavanguard.sync.pems;

import java.net.URI;

/** Where PEMS is right now. Asked for each request, since the stand-in learns its port only when it starts. */
public interface PemsBaseUrl {

    URI get();
}
