package com.pfavanguard.sync.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * An HTTP answer, taken apart.
 *
 * @param headers by their name in lower case
 * @param head status line and headers as they came
 */
public record HttpAnswer(int status, Map<String, String> headers, String head, String body) {

    /**
     * Reads one answer and nothing behind it.
     *
     * @param withBody false for an answer to HEAD, which tells the length of a body and has none
     */
    static HttpAnswer read(InputStream in, boolean withBody) throws IOException {
        String first = line(in);
        StringBuilder head = new StringBuilder(first).append("\r\n");
        int status = Integer.parseInt(first.split(" ")[1]);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            head.append(header).append("\r\n");
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        String body = withBody && status != 101 ? body(in, headers) : "";
        return new HttpAnswer(status, headers, head.append("\r\n").toString(), body);
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            StringBuilder body = new StringBuilder();
            for (int size = -1; size != 0; ) {
                size = Integer.parseInt(line(in), 16);
                body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
                line(in);
            }
            return body.toString();
        }
        String length = headers.get("content-length");
        byte[] body = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The connection ended within the answer: " + line);
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    /** The whole answer. */
    public String text() {
        return head + body;
    }

    /** The {@code code} of a problem; empty if the answer is not a problem. */
    public String code() {
        return headers.getOrDefault("content-type", "").startsWith("application/problem+json")
                ? JsonMapper.shared().readTree(body).path("code").asString("")
                : "";
    }
}
