package com.pfavanguard.sync.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/** Makes readable text of Javadoc: Markdown instead of HTML, no line breaks, sentences that begin with a capital. */
final class DescribedTexts {

    private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)? (\\S+)(?: ([^}]+))?}");
    private static final Pattern CODE = Pattern.compile("</?code>");
    private static final Pattern ELEMENT = Pattern.compile("</?[a-z]+/?>");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final String CONTROLLER = "-controller";

    private DescribedTexts() {}

    static void clean(OpenAPI api) {
        if (api.getTags() != null) {
            api.getTags().forEach(DescribedTexts::clean);
            api.setTags(api.getTags().stream()
                    .sorted(Comparator.comparing(Tag::getName))
                    .toList());
        }
        api.getPaths().values().forEach(path -> path.readOperations().forEach(DescribedTexts::clean));
        api.getComponents().getSchemas().values().forEach(DescribedTexts::clean);
    }

    /** The library names tags after controllers. */
    static String tag(String name) {
        return name.endsWith(CONTROLLER) ? name.substring(0, name.length() - CONTROLLER.length()) : name;
    }

    private static void clean(Tag tag) {
        tag.setName(tag(tag.getName()));
        tag.setDescription(text(tag.getDescription()));
    }

    private static void clean(Operation operation) {
        operation.setSummary(text(operation.getSummary()));
        operation.setDescription(text(operation.getDescription()));
        if (operation.getSummary() != null && operation.getSummary().equals(operation.getDescription())) {
            operation.setDescription(null);
        }
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(parameter -> parameter.setDescription(text(parameter.getDescription())));
        }
    }

    private static void clean(Schema<?> schema) {
        schema.setDescription(text(schema.getDescription()));
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(DescribedTexts::clean);
        }
        if (schema.getItems() != null) {
            clean(schema.getItems());
        }
    }

    static @Nullable String text(@Nullable String javadoc) {
        if (javadoc == null || javadoc.isBlank()) {
            return null;
        }
        String linked =
                LINK.matcher(javadoc).replaceAll(link -> Objects.requireNonNullElse(link.group(2), link.group(1)));
        String coded = CODE.matcher(linked).replaceAll("`");
        String plain = HtmlUtils.htmlUnescape(ELEMENT.matcher(coded).replaceAll(" "));
        String line = SPACES.matcher(plain).replaceAll(" ").strip();
        return line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1);
    }
}
