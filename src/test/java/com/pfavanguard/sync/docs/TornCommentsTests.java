package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Finds comments that the formatter has torn apart: it breaks a line that is too long, but does not join the rest. */
class TornCommentsTests {

    // A full line, then a line of one or two words without an end, then a line that goes on in lower case.
    private static final Pattern TORN =
            Pattern.compile("\\n\\h*(//|\\*) [^\\n]{70,}\\n\\h*\\1 (?!@)\\S+(?: \\S+)?(?<![.:;>,])\\n\\h*\\1 [a-z]");

    @Test
    void noCommentIsTornApart() {
        List<String> torn = SourceFile.all().stream()
                .flatMap(file -> TORN.matcher(file.text())
                        .results()
                        .map(MatchResult::group)
                        .map(lines -> file.path() + ": " + lines.strip()))
                .toList();

        assertThat(torn).isEmpty();
    }
}
