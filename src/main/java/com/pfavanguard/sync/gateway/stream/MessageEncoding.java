package com.pfavanguard.sync.gateway.stream;

/**
 * How one subscription wants its messages written, down to the {@link TextFrame} they travel in. Two equal encodings give equal bytes, so that an event is encoded
 * once for all who share one; implementations are records or constants.
 */
public interface MessageEncoding {

    /** The complete message for one event; must not be changed by anybody afterwards. */
    byte[] encode(StreamEvent event);

    /** The complete message for the greeting or a notice, given as UTF-8 JSON with its position. */
    byte[] encodeGreeting(String position, byte[] json);
}
