package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds the files in broker-config/kubernetes to the Kubernetes API, whose types fabric8's model has, to each other and to
 * our settings.
 */
class KubernetesManifestsTests {

    private static final Path DIRECTORY = Path.of("broker-config/kubernetes");

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1 Namespace", Namespace.class,
            "v1 ConfigMap", ConfigMap.class,
            "v1 ServiceAccount", ServiceAccount.class,
            "v1 Service", Service.class,
            "apps/v1 Deployment", Deployment.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class);

    // The model keeps unknown fields in a map; without that map they are errors.
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
                    return false;
                }
            })
            .build();

    private static final List<HasMetadata> OBJECTS = objects();

    private static List<HasMetadata> objects() {
        List<HasMetadata> objects = new ArrayList<>();
        for (String file : resourceFiles()) {
            for (Object document : new Yaml().loadAll(read(DIRECTORY.resolve(file)))) {
                objects.add(typed((Map<?, ?>) document));
            }
        }
        return objects;
    }

    private static HasMetadata typed(Map<?, ?> document) {
        String kind = document.get("apiVersion") + " " + document.get("kind");
        return STRICT.convertValue(document, Objects.requireNonNull(KINDS.get(kind), kind));
    }

    private static List<String> resourceFiles() {
        Map<String, List<String>> kustomization = new Yaml().load(read(DIRECTORY.resolve("kustomization.yaml")));
        return kustomization.get("resources");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> List<T> all(Class<T> type) {
        return OBJECTS.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static PodSpec pod(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
    }

    private static Container container(Deployment deployment) {
        return pod(deployment).getContainers().get(0);
    }

    @Test
    void everyFileIsListedAndEveryKindIsThere() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(resourceFiles());
        }
        assertThat(OBJECTS).extracting(Object::getClass).contains(KINDS.values().toArray(Class[]::new));
        assertThat(OBJECTS).extracting(each -> each.getMetadata().getName()).doesNotContainNull();
    }

    /** Or the tests here could not fail. */
    @Test
    void anUnknownFieldIsNoticed() {
        assertThatThrownBy(() -> typed(Map.of(
                        "apiVersion", "v1", "kind", "Service", "spec", Map.of("ports", List.of(Map.of("prot", 80))))))
                .hasMessageContaining("prot");
    }

    @Test
    void eachSelectorMatchesPodsOfADeployment() {
        List<Map<String, String>> pods = all(Deployment.class).stream()
                .map(each -> each.getSpec().getTemplate().getMetadata().getLabels())
                .toList();
        List<Map<String, String>> selectors = Stream.of(
                        all(Deployment.class).stream()
                                .map(each -> each.getSpec().getSelector().getMatchLabels()),
                        all(Service.class).stream().map(each -> each.getSpec().getSelector()),
                        all(PodDisruptionBudget.class).stream()
                                .map(each -> each.getSpec().getSelector().getMatchLabels()),
                        all(NetworkPolicy.class).stream()
                                .map(each -> each.getSpec().getPodSelector().getMatchLabels()))
                .flatMap(each -> each)
                .toList();

        assertThat(selectors)
                .hasSize(8)
                .allSatisfy(selector -> assertThat(pods)
                        .as("%s", selector)
                        .anySatisfy(labels -> assertThat(labels).containsAllEntriesOf(selector)));
        assertThat(all(HorizontalPodAutoscaler.class))
                .extracting(each -> each.getSpec().getScaleTargetRef().getName())
                .containsExactly("sync-gateway");
    }

    @Test
    void podsAreAsRestrictedAsTheImageAllows() {
        assertThat(all(Deployment.class)).hasSize(2).allSatisfy(deployment -> {
            assertThat(pod(deployment).getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod(deployment).getSecurityContext().getRunAsUser()).isEqualTo(10001);
            assertThat(container(deployment).getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container(deployment).getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container(deployment)
                            .getSecurityContext()
                            .getCapabilities()
                            .getDrop())
                    .containsExactly("ALL");
            assertThat(pod(deployment).getEnableServiceLinks()).isFalse();
            assertThat(pod(deployment).getAutomountServiceAccountToken()).isFalse();
            assertThat(container(deployment).getResources().getLimits()).containsKey("memory");
        });
    }

    @Test
    void probesAskTheirPartOfHealthAtAPortThatExists() {
        assertThat(all(Deployment.class)).allSatisfy(deployment -> {
            Container container = container(deployment);
            Set<String> ports = container.getPorts().stream()
                    .map(port -> port.getName())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(List.of(container.getLivenessProbe(), container.getStartupProbe()))
                    .extracting(probe -> probe.getHttpGet().getPath())
                    .containsOnly("/actuator/health/liveness");
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/readiness");
            for (Probe probe :
                    List.of(container.getLivenessProbe(), container.getStartupProbe(), container.getReadinessProbe())) {
                assertThat(ports).contains(probe.getHttpGet().getPort().getStrVal());
            }
            assertThat(container.getPorts())
                    .anySatisfy(port -> assertThat(port.getContainerPort().toString())
                            .isEqualTo(all(ConfigMap.class).get(0).getData().get("MANAGEMENT_SERVER_PORT")));
            assertThat(pod(deployment).getTerminationGracePeriodSeconds())
                    .isGreaterThanOrEqualTo(Deployments.graceSeconds());
        });
    }

    @Test
    void theAutoscalerAsksForAMetricThatTheGatewayHas() {
        String metric = all(HorizontalPodAutoscaler.class)
                .get(0)
                .getSpec()
                .getMetrics()
                .get(0)
                .getPods()
                .getMetric()
                .getName();

        assertThat(Pages.page("src/docs/reference/metrics.md").lines())
                .anyMatch(line -> line.contains("`" + metric + "`"));
    }

    @Test
    void eachVariableIsASetting() {
        Set<String> variables = new TreeSet<>();
        all(ConfigMap.class).forEach(map -> variables.addAll(map.getData().keySet()));
        all(Deployment.class)
                .forEach(deployment -> container(deployment).getEnv().stream()
                        .map(EnvVar::getName)
                        .forEach(variables::add));

        assertThat(variables).isNotEmpty().allSatisfy(Deployments::requireSetting);
    }
}
