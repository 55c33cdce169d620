package com.pfavanguard.sync.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.Libraries;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** Looks into the jars of the producer kit, as the build has made them (decision 0054). */
class KitJarIT {

    private static final Path KIT = Path.of(System.getProperty("sync.test.kit"));
    private static final Path TEST_KIT =
            KIT.resolveSibling(KIT.getFileName().toString().replace("-producer.jar", "-producer-test.jar"));

    /** All that the kit's classes refer to. {@code micrometer-core} is optional, as the examples show. */
    private static final List<String> LIBRARIES = List.of(
            "commons-logging",
            "jackson-core-3",
            "jakarta.jms-api",
            "jspecify",
            "micrometer-commons",
            "micrometer-core",
            "micrometer-observation",
            "slf4j-api",
            "spring-beans",
            "spring-boot",
            "spring-boot-autoconfigure",
            "spring-context",
            "spring-core",
            "spring-jms",
            "spring-tx");

    private static final List<String> TEST_LIBRARIES = List.of(
            "artemis-commons",
            "artemis-core-client",
            "artemis-jakarta-client",
            "artemis-server",
            "assertj-core",
            "junit-jupiter-api",
            "junit-platform-commons",
            "spring-messaging",
            "spring-test");

    @Test
    void holdsTheEventsAndThePublisherAndNothingElse() throws Exception {
        assertThat(filesOf(KIT))
                .allMatch(name -> name.matches("com/pfavanguard/sync/(event|producer)/[^/]+\\.class")
                        || name.matches(
                                "META-INF/(MANIFEST\\.MF|spring\\.factories|spring-configuration-metadata\\.json)")
                        || name.equals(
                                "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports"))
                .contains(
                        "com/pfavanguard/sync/event/SyncSuccess.class",
                        "com/pfavanguard/sync/producer/SyncEventPublisher.class",
                        "META-INF/spring-configuration-metadata.json");
    }

    @Test
    void theTestKitHoldsTheExtensionAndNothingElse() throws Exception {
        assertThat(filesOf(TEST_KIT))
                .allMatch(name -> name.matches("com/pfavanguard/sync/producer/test/[^/]+\\.class")
                        || name.matches("META-INF/(MANIFEST\\.MF|spring\\.factories)"))
                .contains("com/pfavanguard/sync/producer/test/SyncEventsExtension.class");
    }

    @Test
    void itsClassesNeedNothingButTheLibrariesThatThePageNames() throws Exception {
        load(KIT, urls(KIT, LIBRARIES));
    }

    @Test
    void theClassesOfTheTestKitNeedNothingButTheLibrariesThatThePageNames() throws Exception {
        List<String> libraries = new ArrayList<>(LIBRARIES);
        libraries.addAll(TEST_LIBRARIES);
        URL[] urls = urls(TEST_KIT, libraries);
        urls = Stream.concat(Stream.of(urls), Stream.of(KIT.toUri().toURL())).toArray(URL[]::new);
        load(TEST_KIT, urls);
    }

    private static void load(Path jar, URL[] classPath) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            for (String file : filesOf(jar)) {
                if (file.endsWith(".class")) {
                    Class<?> loaded = Class.forName(
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'), true, loader);
                    // Each resolves the types that it names.
                    loaded.getDeclaredFields();
                    loaded.getDeclaredConstructors();
                    loaded.getDeclaredMethods();
                }
            }
        }
    }

    private static URL[] urls(Path jar, List<String> libraries) throws Exception {
        List<URL> urls = new ArrayList<>(List.of(jar.toUri().toURL()));
        for (Path library : Libraries.ofTests().named(libraries)) {
            urls.add(library.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private static List<String> filesOf(Path jar) throws Exception {
        try (JarFile open = new JarFile(jar.toFile())) {
            return open.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    /** Else the gateway's libraries would come along with the kit: a classifier has no pom.xml of its own. */
    @Test
    void thePomThatIsInstalledBringsNoLibraryAlong() throws Exception {
        String dependencies = Files.readString(Path.of(".dependency-reduced-pom.xml"))
                .replaceAll("(?s)<dependencyManagement>.*?</dependencyManagement>|<plugins>.*?</plugins>", "")
                .replaceAll("(?s)<exclusions>.*?</exclusions>", "");

        assertThat(dependencies).contains("<artifactId>sync-gateway</artifactId>");
        assertThat(Pattern.compile("(?s)<dependency>(.*?)</dependency>")
                        .matcher(dependencies)
                        .results()
                        .map(MatchResult::group))
                .allMatch(dependency -> dependency.matches("(?s).*<scope>(test|provided)</scope>.*"));
    }
}
