package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.api.ErrorCode;
import com.pfavanguard.sync.contract.Contract;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

    /** The OpenAPI document lists, for each status, the codes that the table has. */
    @Test
    void theDescriptionOfTheRestApiHasTheCodesOfEachStatus() {
        Set<String> shown =
                Pages.page("src/docs/reference/error-codes.md").section("REST API").tables().get(0).rows().stream()
                        .map(row -> row.get("Status") + " " + MarkdownTable.plain(row.get("`code`")))
                        // The description has no operation for a method that does not exist.
                        .filter(row -> !row.startsWith("405"))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> described = new TreeSet<>();
        Contract.openApi()
                .get("paths")
                .forEach(path -> path.forEach(operation -> operation
                        .get("responses")
                        .properties()
                        .forEach(response -> {
                            String[] text = response.getValue()
                                    .get("description")
                                    .asString()
                                    .split(": ");
                            if (text.length == 2) {
                                for (String code : text[1].split(", ")) {
                                    described.add(response.getKey() + " " + code);
                                }
                            }
                        })));

        assertThat(described).isEqualTo(shown);
    }
}
