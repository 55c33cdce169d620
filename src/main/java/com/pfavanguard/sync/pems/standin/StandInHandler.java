package com.pfavanguard.sync.pems.standin;

import com.pfavanguard.sync.pems.standin.StandInReply.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Answers the stand-in's HTTP requests. A delayed or hanging request holds no thread: after ten hanging requests the
 * next one is still answered.
 */
final class StandInHandler extends Handler.Abstract {

    private static final int LONGEST_BODY = 1024 * 1024;
    private static final String WORD = "[A-Za-z0-9._:-]{1,64}";

    private final StandInContract contract;
    private final StandInControl control;
    private final StandInBehaviours behaviours;
    private final StandInCalls calls;
    private final Clock clock;

    StandInHandler(
            StandInContract contract,
            StandInControl control,
            StandInBehaviours behaviours,
            StandInCalls calls,
            Clock clock) {
        this.contract = contract;
        this.control = control;
        this.behaviours = behaviours;
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        List<String> path =
                List.of(Request.getPathInContext(request).substring(1).split("/", -1));
        String body = body(request);
        if (body == null) {
            send(StandInReply.error(413, "The body is too long"), request, response, callback);
        } else if (path.get(0).equals("stand-in")) {
            send(controlled(request, path.subList(1, path.size()), body), request, response, callback);
        } else {
            pems(request, response, callback, path, body);
        }
        return true;
    }

    private StandInReply controlled(Request request, List<String> path, String body) {
        if (!path.stream().allMatch(word -> word.matches(WORD))) {
            return StandInReply.error(404, "The path contains an invalid name");
        }
        try {
            return control.answer(request.getMethod(), path, pfaId(request), body);
        } catch (JacksonException e) {
            return StandInReply.error(400, "The body is not the expected JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return StandInReply.error(400, String.valueOf(e.getMessage()));
        }
    }

    // Otherwise a misspelt parameter would apply a request for one record to all records.
    private static @Nullable String pfaId(Request request) {
        Fields parameters = Request.extractQueryParameters(request);
        String pfaId = parameters.getValue("pfaId");
        if (!Set.of("pfaId").containsAll(parameters.getNames()) || (pfaId != null && !pfaId.matches(WORD))) {
            throw new IllegalArgumentException("The only parameter is pfaId, a record's id");
        }
        return pfaId;
    }

    private void pems(Request request, Response response, Callback callback, List<String> path, String body) {
        StandInRequest asked = asked(request, path, body);
        if (asked == null) {
            send(StandInReply.error(404, "No such page"), request, response, callback);
            return;
        }
        StandInBehaviour behaviour = behaviours.next(asked.operation(), asked.organizationCode(), asked.pfaId());
        StandInCall call =
                calls.began(clock, asked.operation(), asked.organizationCode(), asked.pfaId(), behaviour.label());
        Runnable answer = () -> {
            StandInReply reply = contract.answer(asked, behaviour);
            // Before the first byte is sent: the caller may send its next request before this one is counted as ended.
            calls.ended(call);
            send(reply, request, response, callback);
        };
        if (behaviour.delay().isZero()) {
            answer.run();
        } else {
            request.getComponents()
                    .getScheduler()
                    .schedule(answer, behaviour.delay().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static @Nullable StandInRequest asked(Request request, List<String> path, String body) {
        String method = request.getMethod();
        if (path.equals(List.of("api", "pems", "health")) && method.equals("GET")) {
            return new StandInRequest(StandInOperation.HEALTH, "", "", body);
        }
        boolean ofRecord = path.size() == 4 && path.subList(0, 3).equals(List.of("api", "pems", "pfa"));
        String code = request.getHeaders().get("organization");
        if (!ofRecord || code == null || !code.matches(WORD) || !path.get(3).matches(WORD)) {
            return null;
        }
        return switch (method) {
            case "GET" -> new StandInRequest(StandInOperation.READ, code, path.get(3), body);
            case "PUT" -> new StandInRequest(StandInOperation.UPDATE, code, path.get(3), body);
            default -> null;
        };
    }

    private static @Nullable String body(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] read = in.readNBytes(LONGEST_BODY + 1);
            // Read to the end: a caller still sending would see a broken connection instead of the answer.
            in.transferTo(OutputStream.nullOutputStream());
            return read.length > LONGEST_BODY ? null : new String(read, StandardCharsets.UTF_8);
        }
    }

    private static void send(StandInReply reply, Request request, Response response, Callback callback) {
        if (reply.kind() == Kind.HANG) {
            return;
        }
        if (reply.kind() == Kind.CLOSE) {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
            callback.failed(new EofException("closed on demand"));
            return;
        }
        response.setStatus(reply.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        if (reply.retryAfterOrNull() != null) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, reply.retryAfterOrNull());
        }
        response.write(true, ByteBuffer.wrap(reply.body().getBytes(StandardCharsets.UTF_8)), callback);
    }
}
