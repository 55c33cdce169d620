package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.stomp.StompEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Once for each event: reading the broker's frame, and writing the clients'. JMH runs it; see {@code MicroBenchmark}.
 */
@State(Scope.Thread)
public class LinkMicro {

    private static final String BODY = "x".repeat(200);

    private final byte[] brokerFrame = ("MESSAGE\nsubscription:s-1\ncontent-length:200\nmessage-id:s-1,2147483705\n"
                    + "destination:/topic/sync.org-rio\nexpires:1795394713052\nredelivered:false\npriority:4\n"
                    + "persistent:true\ntimestamp:1795394113052\neventId:f3a85c60-7e19-4d42-a6b8-395c1e0d7f8a\n"
                    + "ingress-timestamp:1795394113052\n\n" + BODY + "\0\n")
            .getBytes(StandardCharsets.UTF_8);
    private final BrokerFrameReader reader = new BrokerFrameReader(new Endless(brokerFrame), 64 * 1024, "s-1");
    private final StompEncoding encoding = new StompEncoding(new OrganizationId("org-rio"), "sub-0", true, null);
    private final byte[] json = BODY.getBytes(StandardCharsets.UTF_8);

    @Benchmark
    public Object readBrokerFrame() throws IOException {
        return reader.read();
    }

    @Benchmark
    public byte[] encodeStompMessage() {
        return encoding.encode("f3a85c60-7e19-4d42-a6b8-395c1e0d7f8a", json);
    }

    /** The same bytes over and over, as many as are asked for. */
    private static final class Endless extends InputStream {

        private final byte[] content;
        private int at;

        Endless(byte[] content) {
            this.content = content;
        }

        @Override
        public int read() {
            byte next = content[at];
            at = (at + 1) % content.length;
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            for (int done = 0; done < length; ) {
                int part = Math.min(length - done, content.length - at);
                System.arraycopy(content, at, target, offset + done, part);
                at = (at + part) % content.length;
                done += part;
            }
            return length;
        }
    }
}
