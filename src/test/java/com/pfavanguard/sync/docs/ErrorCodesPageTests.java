package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.api.ErrorCode;
import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page of error codes names those of the REST API; {@code HandshakeProblemsTests} looks at those of handshakes. */
class ErrorCodesPageTests {

    @Test
    void theTableOfTheRestApiHasEveryErrorCode() {
        MarkdownTable table = Pages.page("src/docs/reference/error-codes.md")
                .section("REST API")
                .tables()
                .get(0);

        assertThat(new TreeSet<>(table.column("`code`").stream()
                        .map(MarkdownTable::plain)
                        .toList()))
                .isEqualTo(new TreeSet<>(
                        Arrays.stream(ErrorCode.values()).map(Enum::name).toList()));
    }
}
