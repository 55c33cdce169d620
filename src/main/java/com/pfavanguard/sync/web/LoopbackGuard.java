package com.pfavanguard.sync.web;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Protects a server that listens on loopback and asks for no login against foreign web pages in a browser on this
 * machine. Accepts requests to {@link LoopbackNames} only, so that an attacker's name that resolves to this machine
 * does not pass for the server's own. Accepts any port, since an SSH tunnel may use another one.
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

    // The header is absent on reads by the server's own pages and on requests of tools.
    private static boolean isOwn(@Nullable String origin, Request request) {
        String authority = request.getHeaders().get(HttpHeader.HOST);
        return origin == null || origin.equals("http://" + authority) || origin.equals("https://" + authority);
    }
}
