package com.pfavanguard.sync.interop;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The same as {@link JmsProgram} over STOMP, as {@code src/docs/producers/stomp.md} shows it, with a receipt for each. */
final class StompProgram {

    private StompProgram() {}

    /** @param args port, user, password */
    public static void main(String[] args) throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            Order order = Order.of(line);
            try (Socket broker = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
                broker.setSoTimeout(30_000);
                InputStream in = new BufferedInputStream(broker.getInputStream());
                write(
                        broker,
                        "CONNECT\naccept-version:1.2\nhost:localhost\nlogin:" + args[1] + "\npasscode:" + args[2]
                                + "\n\n");
                require(read(in), "CONNECTED");
                write(broker, send(order));
                require(read(in), "RECEIPT");
                System.out.println("sent " + order.name());
            } catch (IOException e) {
                System.out.println(
                        "refused " + order.name() + " " + e.getMessage().replaceAll("\\s+", " "));
            }
        }
    }

    private static String send(Order order) {
        String prefix = order.kind() == Order.Kind.TO_QUEUE ? "/queue/" : "/topic/";
        String more = switch (order.kind()) {
            case SHORT_LIVED -> "expires:" + Instant.now().plusMillis(1).toEpochMilli() + "\n";
            // With a length, for which Artemis makes a bytes message.
            case BYTES -> "content-length:" + order.body().getBytes(StandardCharsets.UTF_8).length + "\n";
            case URGENT -> "priority:9\n";
            default -> "";
        };
        return "SEND\ndestination:" + prefix + order.destination() + "\npersistent:true\nreceipt:r\neventId:"
                + order.eventId() + "\n_AMQ_DUPL_ID:" + order.eventId() + "\n" + more + "\n" + order.body();
    }

    private static void write(Socket broker, String frame) throws IOException {
        broker.getOutputStream().write((frame + '\0').getBytes(StandardCharsets.UTF_8));
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (int next = in.read(); next != 0; next = in.read()) {
            if (next < 0) {
                throw new IOException("The broker closed the connection");
            }
            frame.write(next);
        }
        return frame.toString(StandardCharsets.UTF_8).strip();
    }

    private static void require(String frame, String command) throws IOException {
        if (!frame.startsWith(command)) {
            throw new IOException(frame);
        }
    }
}
