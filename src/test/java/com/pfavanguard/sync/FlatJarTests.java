package com.pfavanguard.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The flat jar (decision 0018) keeps one file of each name. If two libraries contain a list that Spring or the
 * JDK reads from every library, the shade plugin must merge them; otherwise the entries of one are lost silently.
 */
class FlatJarTests {

    private static final Path POM = Path.of("pom.xml");
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final String SERVICES_TRANSFORMER =
            "org.apache.maven.plugins.shade.resource.ServicesResourceTransformer";

    @Test
    void listsThatSeveralLibrariesBringAreMerged() throws Exception {
        assertThat(listsInSeveralLibraries())
                .isNotEmpty()
                .allSatisfy((name, jars) -> assertThat(mergedFiles())
                        .as("%s is in %s: add a transformer for it to the shade plugin in pom.xml", name, jars)
                        .contains(name));
    }

    @Test
    void serviceFilesAreMerged() throws Exception {
        assertThat(transformers())
                .extracting(each -> each.getAttribute("implementation"))
                .contains(SERVICES_TRANSFORMER);
    }

    /** Jetty opens each jar with such files as a file system; for the flat jar it takes 12 MB of heap and 0.1 s of each start. */
    @Test
    void noLibraryBringsFilesThatJettyWouldServe() throws IOException {
        assertThat(jarsWith("META-INF/resources")).isEmpty();
    }

    /** Without it, the command doctor does not know our settings; with one of a library in its place, it knows others. */
    @Test
    void theMetadataOfOurOwnSettingsAloneIsInTheJar() throws Exception {
        List<String> filtered = filteredGroups(METADATA);

        assertThat(filtered).isNotEmpty().doesNotContain("*");
        assertThat(groupsWith(METADATA))
                .isNotEmpty()
                .allSatisfy(group -> assertThat(filtered)
                        .as("%s has %s: exclude it by a filter of the shade plugin in pom.xml", group, METADATA)
                        .anyMatch(each -> group.matches(each.replace(".", "\\.").replace("*", ".*"))));
    }

    /** Returns the groups of artifacts from which a filter of the shade plugin leaves out the file. */
    private static List<String> filteredGroups(String file) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(POM.toFile());
        return elements(pom.getDocumentElement(), "filter")
                .filter(filter -> elements(filter, "exclude")
                        .map(Element::getTextContent)
                        .anyMatch(pattern ->
                                file.matches(pattern.replace(".", "\\.").replace("*", "[^/]*"))))
                .flatMap(filter -> elements(filter, "artifact"))
                .map(artifact -> artifact.getTextContent().split(":")[0])
                .toList();
    }

    /** Returns the groups of libraries that contain the file, from the paths of a Maven repository. */
    private static Set<String> groupsWith(String file) throws IOException {
        Set<String> groups = new TreeSet<>();
        for (String jar : jarsWith(file)) {
            // <repository>/<group>/<artifact>/<version>/<jar>
            Path group = Path.of(jar).getParent().getParent().getParent();
            groups.add(group.toString()
                    .replaceFirst(".*/(?=org/|com/|net/|io/)", "")
                    .replace('/', '.'));
        }
        return groups;
    }

    private static List<String> jarsWith(String file) throws IOException {
        List<String> found = new ArrayList<>();
        for (String entry : libraries()) {
            try (JarFile jar = new JarFile(entry)) {
                if (jar.getEntry(file) != null) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    private static List<String> libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .toList();
    }

    /** Returns the names of Spring's lists and the libraries that contain them. Test libraries count too, which is harmless. */
    private static Map<String, Set<String>> listsInSeveralLibraries() throws IOException {
        Map<String, Set<String>> jarsByName = new TreeMap<>();
        for (String entry : libraries()) {
            try (JarFile jar = new JarFile(entry)) {
                jar.stream()
                        .map(ZipEntry::getName)
                        .filter(FlatJarTests::isMergedBySpring)
                        .forEach(name -> jarsByName
                                .computeIfAbsent(name, any -> new TreeSet<>())
                                .add(new File(entry).getName()));
            }
        }
        jarsByName.values().removeIf(jars -> jars.size() < 2);
        return jarsByName;
    }

    private static boolean isMergedBySpring(String name) {
        boolean springsList = name.matches("META-INF/spring/[^/]+\\.(imports|factories)|META-INF/spring[^/]*")
                && !name.equals("META-INF/spring/");
        // The shade plugin excludes these intentionally.
        boolean leftOut = name.matches("META-INF/spring/.*\\.test\\..*|META-INF/spring\\.tooling"
                + "|META-INF/spring-devtools\\.properties|META-INF/.*spring-configuration-metadata\\.json");
        return springsList && !leftOut;
    }

    private static List<String> mergedFiles() {
        return transformers().stream()
                .flatMap(each -> elements(each, "resource"))
                .map(Element::getTextContent)
                .toList();
    }

    private static List<Element> transformers() {
        try {
            Document pom =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(POM.toFile());
            return elements(pom.getDocumentElement(), "transformer").toList();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot read " + POM, e);
        }
    }

    private static Stream<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements.stream();
    }
}
