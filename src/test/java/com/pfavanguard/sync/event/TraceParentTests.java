package com.pfavanguard.sync.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTests {

    private static final String SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void saysWhatTheHeaderSays() {
        TraceParent trace = TraceParent.parse(SAMPLED).orElseThrow();

        assertThat(trace.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(trace.spanId()).isEqualTo("b7ad6b7169203331");
        assertThat(trace.isSampled()).isTrue();
        assertThat(trace)
                .hasToString(SAMPLED)
                .isEqualTo(TraceParent.parse(SAMPLED).orElseThrow());
    }

    @Test
    void keepsOfTheFlagsOnlyWhetherTheTraceIsSampled() {
        assertThat(TraceParent.parse(SAMPLED.replace("-01", "-fe")))
                .map(TraceParent::isSampled)
                .contains(false);
        assertThat(TraceParent.parse(SAMPLED.replace("-01", "-03")))
                .map(TraceParent::toString)
                .contains(SAMPLED);
    }

    @Test
    void aLaterVersionMayAppendFields() {
        assertThat(TraceParent.parse("01" + SAMPLED.substring(2) + "-what-the-future-has"))
                .map(TraceParent::toString)
                .contains(SAMPLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-011",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0\n",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333\u0661-01"
            })
    void anythingElseIsNoTrace(String text) {
        assertThat(TraceParent.parse(text)).isEmpty();
    }

    @Test
    void writesTheHeaderIntoABuffer() {
        ByteBuffer out = ByteBuffer.allocate(TraceParent.LENGTH);

        TraceParent.parse(SAMPLED).orElseThrow().writeTo(out);

        assertThat(new String(out.array(), StandardCharsets.US_ASCII)).isEqualTo(SAMPLED);
    }
}
