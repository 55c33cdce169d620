package com.pfavanguard.sync.benchmark.peer;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.stomp.Command;
import io.vertx.ext.stomp.Destination;
import io.vertx.ext.stomp.Frame;
import io.vertx.ext.stomp.StompServer;
import io.vertx.ext.stomp.StompServerHandler;
import io.vertx.ext.stomp.StompServerOptions;
import java.io.IOException;
import java.util.Map;

/**
 * The STOMP server of Vert.x behind its WebSocket bridge, the closest Java rival: in memory, on one event loop as its
 * manual sets it up; events come in by lines.
 */
public final class VertxPeer {

    private VertxPeer() {}

    /** @param arguments the port for clients, the port for lines */
    public static void main(String[] arguments) throws IOException {
        Vertx vertx = Vertx.vertx();
        Context loop = vertx.getOrCreateContext();
        StompServerHandler handler = StompServerHandler.create(vertx);
        StompServer stomp = StompServer.create(
                        vertx, new StompServerOptions().setPort(-1).setWebsocketBridge(true))
                .handler(handler);
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(Integer.parseInt(arguments[0]))
                .setAcceptBacklog(4_096)
                .addWebSocketSubProtocol("v12.stomp");
        loop.runOnContext(unused -> vertx.createHttpServer(options)
                // Not its handshake handler, which lets in one fixed path only.
                .webSocketHandler(stomp.webSocketHandler())
                .listen()
                .onFailure(Throwable::printStackTrace)
                .onSuccess(server -> Peers.ready()));
        Peers.takeLines(
                Integer.parseInt(arguments[1]),
                (organizationId, json) -> loop.runOnContext(unused -> {
                    Destination topic = handler.getDestination("/topic/sync." + organizationId);
                    if (topic != null) {
                        topic.dispatch(
                                null,
                                new Frame(
                                        Command.SEND, Map.of("destination", topic.destination()), Buffer.buffer(json)));
                    }
                }));
    }
}
