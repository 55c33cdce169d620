package com.pfavanguard.sync.testing;

/** A WebSocket client over a bare socket that answers nothing by itself: no pongs, no closes, no reading ahead. */
public final class RawWebSocket implements AutoCloseable {

    private static final int SMALL_BUFFER = 4096;

    private final RawSocket socket;

    private RawWebSocket(RawSocket socket, String organizationId, String... headers) {
        this.socket = socket;
        HttpAnswer answer = socket.handshake(organizationId, headers);
        if (answer.status() != 101) {
            throw new AssertionError("Refused: " + answer.text());
        }
    }

    public static RawWebSocket open(TestGateway gateway, String organizationId) {
        return new RawWebSocket(RawSocket.open(gateway), organizationId);
    }

    public static RawWebSocket openWithToken(TestGateway gateway, String organizationId, String token) {
        return new RawWebSocket(RawSocket.open(gateway), organizationId, "Authorization: Bearer " + token);
    }

    /** So small a receive buffer that the server soon cannot write. */
    public static RawWebSocket openWithSmallBuffers(TestGateway gateway, String organizationId) {
        return new RawWebSocket(RawSocket.openNarrow(gateway, SMALL_BUFFER), organizationId);
    }

    /** Sends one text message. */
    public void send(String text) {
        socket.send(ClientFrames.text(text));
    }

    /** Sends a ping with up to 125 bytes of text. */
    public void ping(String text) {
        socket.send(ClientFrames.of(ClientFrames.FIN | ClientFrames.PING, text));
    }

    public ServerFrame nextFrame() {
        return socket.frame();
    }

    /**
     * Reads on until the server's close frame or the end of the connection, and counts the events. The close frame may
     * not come, as it would have to wait like the events.
     */
    public int eventsUntilTheEnd() {
        return socket.end().texts().size();
    }

    @Override
    public void close() {
        socket.close();
    }
}
