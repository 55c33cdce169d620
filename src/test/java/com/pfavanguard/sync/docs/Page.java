package com.pfavanguard.sync.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Markdown file, cut into what the tests compare: headings, links, tables and fenced code blocks.
 *
 * <p>Understands the Markdown that our pages use: ATX headings, fences of three back-quotes, inline links. Numbers of
 * lines begin at 1, as editors show them.
 *
 * @param path from the project's directory
 * @param prose the lines with fenced code blocks left blank, so that the numbers of lines stay
 */
public record Page(Path path, List<String> lines, List<String> prose, List<CodeBlock> codeBlocks) {

    private static final Pattern HEADING = Pattern.compile("(#{1,6})\\s+(.*?)\\s*#*\\s*");
    private static final Pattern LINK = Pattern.compile("\\[(?:[^\\[\\]]|\\[[^\\]]*\\])*\\]\\(([^()\\s]+)\\)");
    private static final Pattern CODE_SPAN = Pattern.compile("(?s)(`+)(?:(?!\\1|\n\n).)+?\\1(?!`)");
    private static final Pattern LINK_TEXT = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");

    /** A fenced code block. The language is the first word behind the opening fence, and empty without one. */
    public record CodeBlock(String language, String text, int line) {}

    /** The target of an inline link, such as {@code ../start.md#by-jms}, and the line it is on. */
    public record Link(String target, int line) {}

    static Page read(Path path) {
        try {
            return of(path, Files.readAllLines(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page of(Path path, List<String> lines) {
        List<String> prose = new ArrayList<>();
        List<CodeBlock> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.strip().startsWith("```")) {
                prose.add(line);
                continue;
            }
            int end = closingFence(lines, i);
            String language = line.strip().substring(3).strip();
            blocks.add(new CodeBlock(language, String.join("\n", lines.subList(i + 1, end)), i + 1));
            for (int blank = i; blank <= Math.min(end, lines.size() - 1); blank++) {
                prose.add("");
            }
            i = end;
        }
        return new Page(path, lines, prose, blocks);
    }

    private static int closingFence(List<String> lines, int opening) {
        int line = opening + 1;
        while (line < lines.size() && !lines.get(line).strip().equals("```")) {
            line++;
        }
        return line;
    }

    /** The code blocks of one language, in their order. */
    public List<CodeBlock> codeBlocks(String language) {
        return codeBlocks.stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    /** The anchors that GitHub gives the headings; the second "Limits" of a page is {@code limits-1}. */
    public Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String line : prose) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor = anchor(heading.group(2));
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }

    /** GitHub's rule: lower case, everything but letters, digits, blanks, {@code _} and {@code -} dropped, blanks to dashes. */
    static String anchor(String heading) {
        String text = LINK_TEXT.matcher(heading).replaceAll("$1").replace("`", "");
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "")
                .replace(' ', '-');
    }

    /** The inline links outside of code, those to other sites included; a link's text may go over several lines. */
    public List<Link> links() {
        String text = CODE_SPAN
                .matcher(String.join("\n", prose))
                .replaceAll(code -> "code" + code.group().replaceAll("[^\n]", ""));
        return LINK.matcher(text)
                .results()
                .map(link -> new Link(link.group(1), lineAt(text, link.end())))
                .toList();
    }

    private static int lineAt(String text, int position) {
        return 1
                + (int) text.substring(0, position)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    /** All tables, in their order. */
    public List<MarkdownTable> tables() {
        return MarkdownTable.in(prose);
    }

    /**
     * The part below one heading, up to the next one of the same or a higher level.
     *
     * @throws IllegalArgumentException if there is no such heading
     */
    public Page section(String heading) {
        int start = -1;
        int level = 0;
        for (int i = 0; i < prose.size(); i++) {
            Matcher found = HEADING.matcher(prose.get(i));
            if (!found.matches()) {
                continue;
            }
            if (start < 0 && found.group(2).equals(heading)) {
                start = i + 1;
                level = found.group(1).length();
            } else if (start >= 0 && found.group(1).length() <= level) {
                return of(path, lines.subList(start, i));
            }
        }
        if (start < 0) {
            throw new IllegalArgumentException("No heading \"" + heading + "\" in " + path);
        }
        return of(path, lines.subList(start, lines.size()));
    }

    /** The tables whose header has all of these columns, in their order. */
    public List<MarkdownTable> tablesWith(String... columns) {
        return tables().stream()
                .filter(table -> table.columns().containsAll(List.of(columns)))
                .toList();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
