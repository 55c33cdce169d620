package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.gateway.CloseCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of close codes has the table of {@link CloseCode}. */
class CloseCodesPageTests {

    private static final Pattern MENTION = Pattern.compile("\\b(?:code|with|or|to) (44\\d\\d|400\\d)\\b");

    @Test
    void thePageHasEveryCodeWithItsReasonAndWait() {
        MarkdownTable table = Pages.page("src/docs/reference/close-codes.md")
                .tablesWith("Code", "Name")
                .get(0);

        assertThat(table.rows())
                .containsExactlyElementsOf(Arrays.stream(CloseCode.values())
                        .map(CloseCodesPageTests::row)
                        .toList());
    }

    @Test
    void otherPagesNameCodesThatExist() {
        List<String> codes = Arrays.stream(CloseCode.values())
                .map(code -> String.valueOf(code.code()))
                .toList();

        assertThat(Pages.all().stream()
                        .filter(page -> !page.path().startsWith("src/docs/decisions"))
                        .flatMap(page -> page.prose().stream())
                        .flatMap(line -> MENTION.matcher(line).results().map(found -> found.group(1))))
                .isNotEmpty()
                .allSatisfy(code -> assertThat(codes).contains(code));
    }

    private static Map<String, String> row(CloseCode code) {
        return Map.of(
                "Code",
                String.valueOf(code.code()),
                "Name",
                "`" + code.name() + "`",
                "Reason in the close frame",
                code.reason(),
                "Come back?",
                code.comeBack() ? "yes" : "no",
                "After",
                code.comeBack() ? code.after().toSeconds() + " s" : "");
    }
}
