package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.api.ErrorCode;
import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.pems.PemsErrorCode;
import com.pfavanguard.sync.pems.PfaFault;
import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.security.Permission;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the tables of the domain page to the enums they describe. */
class DomainPageTests {

    private static final Pattern CONSTANT = Pattern.compile("[A-Z]+(?:_[A-Z]+)+|UNAUTHORIZED|FORBIDDEN");

    private final Page page = Pages.page("src/docs/domain.md");

    @Test
    void fieldsAreThoseOfARecord() {
        MarkdownTable table = page.tablesWith("Field", "Type", "Written").get(0);

        assertThat(table.rows().stream().map(row -> List.copyOf(row.values()).subList(0, 3)))
                .containsExactlyElementsOf(Arrays.stream(PfaField.values())
                        .map(field -> List.of(
                                "`" + field.jsonName() + "`",
                                field.type().name().toLowerCase(Locale.ROOT),
                                field.writable() ? "yes" : ""))
                        .toList());
        assertThat(fieldsNoted(table, "money")).isEqualTo(fields(PfaField.values(), PfaField::financial));
        assertThat(fieldsNoted(table, "Plan")).isEqualTo(fields(PfaField.values(), PfaField::plan));
        assertThat(fieldsNoted(table, "bookkeeping")).isEqualTo(fields(PfaField.values(), PfaField::bookkeeping));
    }

    private static List<String> fieldsNoted(MarkdownTable table, String note) {
        return table.rows().stream()
                .filter(row -> note.equals(row.get("Note")))
                .map(row -> MarkdownTable.plain(row.get("Field")))
                .toList();
    }

    private static List<String> fields(PfaField[] fields, Predicate<PfaField> trait) {
        return Arrays.stream(fields).filter(trait).map(PfaField::jsonName).toList();
    }

    @Test
    void eventTypesAreTheContracts() {
        assertThat(page.tablesWith("`type`", "Published when").get(0).column("`type`"))
                .map(MarkdownTable::plain)
                .containsExactlyElementsOf(Stream.concat(Stream.of("CONNECTED"), names(SyncEventType.values()).stream())
                        .toList());
    }

    @Test
    void pemsErrorCodesAreAllThere() {
        assertThat(page.tablesWith("Code", "PEMS answered").get(0).column("Code"))
                .map(MarkdownTable::plain)
                .containsAll(names(PemsErrorCode.values()))
                .allMatch(names(PemsErrorCode.values())::contains);
    }

    @Test
    void restErrorCodesAreAllThere() {
        assertThat(constants(page.tablesWith("HTTP", "Codes").get(0).column("Codes")))
                .containsAll(names(ErrorCode.values()))
                .allMatch(names(ErrorCode.values())::contains);
    }

    @Test
    void validationRulesUseTheCodesOfFaults() {
        assertThat(constants(page.tablesWith("Rule", "Code").get(0).column("Code")))
                .containsAll(names(PfaFault.Code.values()))
                .allMatch(names(PfaFault.Code.values())::contains);
    }

    @Test
    void permissionsAreAllThere() {
        assertThat(page.tablesWith("Permission").get(0).column("Permission"))
                .map(MarkdownTable::plain)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Permission.values())
                        .map(Permission::claim)
                        .toList());
    }

    private static List<String> names(Enum<?>[] constants) {
        return Stream.of(constants).map(Enum::name).toList();
    }

    private static List<String> constants(List<String> cells) {
        return cells.stream()
                .flatMap(cell -> CONSTANT.matcher(cell).results())
                .map(MatchResult::group)
                .toList();
    }
}
