package com.pfavanguard.sync.web;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages out that are open in a browser of this machine, in front of a server that listens on loopback and
 * trusts whoever reaches it. The port may be another one than the server's own, as through an SSH tunnel; the host name
 * may not, or a name that an attacker points at this machine would pass for the server's own.
 */
final class LoopbackGuard extends Handler.Wrapper {

    LoopbackGuard(Handler guarded) {
        super(guarded);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!LoopbackNames.ALL.contains(Request.getServerName(request))
                || !isOwn(request.getHeaders().get(HttpHeader.ORIGIN), request)) {
            Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
            return true;
        }
        return super.handle(request, response, callback);
    }

    // Absent on what is no cross-origin request: reads of the own page, and tools that are no browser.
    private static boolean isOwn(@Nullable String origin, Request request) {
        String authority = request.getHeaders().get(HttpHeader.HOST);
        return origin == null || origin.equals("http://" + authority) || origin.equals("https://" + authority);
    }
}
