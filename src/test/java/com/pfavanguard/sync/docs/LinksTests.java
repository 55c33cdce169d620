package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link from one of our pages to another file, or to a heading, leads somewhere. */
class LinksTests {

    private static final Path PROJECT = Path.of("").toAbsolutePath();

    @Test
    void everyRelativeLinkAndAnchorResolves() {
        List<String> dead = Pages.all().stream().flatMap(LinksTests::deadLinks).toList();

        assertThat(dead).isEmpty();
    }

    private static Stream<String> deadLinks(Page page) {
        return page.links().stream()
                .filter(link -> !link.target().matches("[a-z]+:.*"))
                .flatMap(link -> fault(page, link.target()).stream()
                        .map(fault -> "%s:%d %s: %s".formatted(page, link.line(), link.target(), fault)));
    }

    private static Optional<String> fault(Page page, String target) {
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path file = path.isEmpty()
                ? page.path().toAbsolutePath()
                : page.path().toAbsolutePath().resolveSibling(path).normalize();
        if (!file.startsWith(PROJECT)) {
            return Optional.of("outside of the project");
        }
        if (!Files.exists(file)) {
            return Optional.of("no such file");
        }
        boolean found = hash < 0 || Page.read(file).anchors().contains(target.substring(hash + 1));
        return found ? Optional.empty() : Optional.of("no such heading");
    }
}
