package com.pfavanguard.sync.docs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.gateway.CloseCode;
import java.io.StringReader;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The diagrams can be read by everybody, are shown by a page, and name only what exists. */
class DiagramsTests {

    // GitHub shows a page this wide; a wider picture would be made smaller.
    private static final int MOST_PIXELS_WIDE = 860;
    private static final int MOST_BYTES = 25_000;
    private static final double LEAST_FONT_SIZE = 12;

    private static final Pattern FONT_SIZE = Pattern.compile("font-size=\"([0-9.]+)\"");
    private static final Pattern IMAGE = Pattern.compile("!\\[([^\\]]+)]\\(([^)\\s]+/)?([a-z-]+)\\.svg\\)");

    private static final Pattern CLASS = Pattern.compile("\\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+\\b");
    private static final Pattern ADDRESS = Pattern.compile("\\b(?:sync|sync-control|sync-states|pems)(?:\\.[a-z-]+)+");
    private static final Pattern METRIC = Pattern.compile("\\b(?:sync|pems)_[a-z_]+");
    private static final Pattern TYPE = Pattern.compile("\\b(?:SYNC|STREAM)_[A-Z]+|\\bCONNECTED\\b|\\bSNAPSHOT\\b");
    private static final Pattern CLOSE_CODE = Pattern.compile("\\b(?:10|4[0-9])[0-9]{2}\\b");
    private static final Pattern PERMISSION = Pattern.compile("\\bperm_\\w+");

    private static final Map<Pattern, Predicate<String>> NAMES = Map.of(
            CLASS,
            declared()::contains,
            ADDRESS,
            addressesAndSettings()::contains,
            METRIC,
            inCode("src/docs/reference/metrics.md"),
            TYPE,
            inCode("src/docs/reference/events.md"),
            CLOSE_CODE,
            closeCodes()::contains,
            PERMISSION,
            inCode("src/docs/domain.md"));

    static Stream<String> all() {
        return Diagrams.names(".svg").stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void canBeReadByEverybody(String name) throws Exception {
        String svg = Diagrams.read(name + ".svg");
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        Element root = document.getDocumentElement();

        assertThat(root.getAttribute("aria-labelledby")).isEqualTo("title desc");
        for (String part : new String[] {"title", "desc"}) {
            assertThat(root.getElementsByTagName(part).item(0).getTextContent()).isNotBlank();
        }
        assertThat(Integer.parseInt(root.getAttribute("width"))).isLessThanOrEqualTo(MOST_PIXELS_WIDE);
        assertThat(FONT_SIZE.matcher(svg).results().map(size -> Double.valueOf(size.group(1))))
                .isNotEmpty()
                .allSatisfy(size -> assertThat(size).isGreaterThanOrEqualTo(LEAST_FONT_SIZE));
        assertThat(svg).contains("prefers-color-scheme:dark");
    }

    @ParameterizedTest
    @MethodSource("all")
    void isSmallAndBringsAllItNeeds(String name) {
        String svg = Diagrams.read(name + ".svg");

        assertThat(svg.length()).isLessThanOrEqualTo(MOST_BYTES);
        assertThat(svg.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("<script", "href", "url(", "@import", "@font-face", "://");
    }

    @ParameterizedTest
    @MethodSource("all")
    void isShownByAPageUnderItsTitle(String name) {
        String title = Diagrams.read(name + ".svg").replaceAll("(?s).*<title id=\"title\">(.*?)</title>.*", "$1");

        List<String> alternatives = Pages.all().stream()
                .flatMap(page -> page.prose().stream())
                .flatMap(line -> IMAGE.matcher(line).results())
                .filter(image -> image.group(3).equals(name))
                .map(image -> image.group(1))
                .toList();

        assertThat(alternatives).isNotEmpty().allMatch(title::equals);
    }

    @ParameterizedTest
    @MethodSource("all")
    void namesOnlyWhatExists(String name) {
        assertThat(unknown(Diagrams.texts(Diagrams.read(name + ".svg")))).isEmpty();
    }

    @Test
    void aNameThatDoesNotExistIsFound() {
        List<String> texts = List.of(
                "FrameRulez, sync.gateway.drain.weight",
                "pems.writes perm_Reed",
                "sync_gateway_nothing",
                "SYNC_DONE 4999",
                "FrameRules pems.write SYNC_SUCCESS 4415");

        assertThat(unknown(texts))
                .containsExactlyInAnyOrder(
                        "FrameRulez",
                        "sync.gateway.drain.weight",
                        "pems.writes",
                        "perm_Reed",
                        "sync_gateway_nothing",
                        "SYNC_DONE",
                        "4999");
    }

    private static List<String> unknown(List<String> texts) {
        return NAMES.entrySet().stream()
                .flatMap(kind -> texts.stream()
                        .flatMap(text -> kind.getKey().matcher(text).results())
                        .map(found -> found.group())
                        .filter(kind.getValue().negate()))
                .distinct()
                .toList();
    }

    private static Set<String> declared() {
        return SourceFile.main().stream()
                .flatMap(file -> file.declared().stream())
                .collect(toSet());
    }

    private static Set<String> addressesAndSettings() {
        Stream<String> queues = Arrays.stream(SyncQueues.class.getFields()).map(DiagramsTests::value);
        Stream<String> history = Stream.of(StompBroker.HISTORY_QUEUE, StompBroker.HISTORY_MARKER_ADDRESS);
        Stream<String> settings = SettingsMetadata.settings().stream().map(SettingsMetadata.Setting::name);
        return Stream.of(queues, history, settings).flatMap(names -> names).collect(toSet());
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> closeCodes() {
        return Arrays.stream(CloseCode.values())
                .map(code -> String.valueOf(code.code()))
                .collect(toSet());
    }

    // These pages are held to the code by tests of their own.
    private static Predicate<String> inCode(String page) {
        String text = String.join("\n", Pages.page(page).lines());
        return name ->
                Pattern.compile("`" + Pattern.quote(name) + "\\b").matcher(text).find();
    }
}
