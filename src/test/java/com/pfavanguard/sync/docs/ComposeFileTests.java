package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Holds broker-config/compose.yaml to itself, to our settings, and to observability/prometheus.yaml. */
@SuppressWarnings("unchecked") // YAML has no types
class ComposeFileTests {

    private static final Path DIRECTORY = Path.of("broker-config");

    // Of the Compose Specification; a name that is not here is probably mistyped.
    private static final Set<String> KEYS = Set.of(
            "image",
            "restart",
            "read_only",
            "cap_drop",
            "security_opt",
            "mem_limit",
            "stop_grace_period",
            "depends_on",
            "networks",
            "environment",
            "secrets",
            "ports",
            "env_file",
            "entrypoint",
            "command",
            "network_mode",
            "volumes",
            "user");

    private static final Map<String, Object> COMPOSE = yaml("compose.yaml");
    private static final Map<String, Map<String, Object>> SERVICES =
            (Map<String, Map<String, Object>>) COMPOSE.get("services");
    private static final List<String> OURS = List.of("gateway-1", "gateway-2", "worker");

    private static Map<String, Object> yaml(String file) {
        try {
            return new Yaml().load(Files.readString(DIRECTORY.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Collection<Object> listed(Object section) {
        return section == null
                ? List.of()
                : section instanceof Map<?, ?> map ? (Collection<Object>) map.keySet() : (List<Object>) section;
    }

    @Test
    void theFileNamesOnlyWhatItDefines() {
        assertThat(SERVICES)
                .containsKeys(OURS.toArray(String[]::new))
                .containsKeys("broker-1", "broker-2", "broker-setup", "prometheus")
                .allSatisfy((name, service) -> {
                    assertThat(KEYS).as(name).containsAll(service.keySet());
                    assertThat(SERVICES.keySet())
                            .containsAll((Collection<String>) (Collection<?>) listed(service.get("depends_on")));
                    assertThat(listed(COMPOSE.get("networks"))).containsAll(listed(service.get("networks")));
                    for (Object secret : listed(service.get("secrets"))) {
                        assertThat(listed(COMPOSE.get("secrets")))
                                .contains(secret instanceof Map<?, ?> map ? map.get("source") : secret);
                    }
                });
    }

    @Test
    void ourContainersAreStrictAndHaveTimeToDrain() {
        for (String name : OURS) {
            Map<String, Object> service = SERVICES.get(name);
            assertThat(service).containsEntry("read_only", true).containsEntry("cap_drop", List.of("ALL"));
            assertThat(service).doesNotContainKeys("user", "volumes");
            assertThat(Integer.parseInt(
                            service.get("stop_grace_period").toString().replace("s", "")))
                    .isGreaterThanOrEqualTo(Deployments.graceSeconds());
        }
    }

    @Test
    void onlyThisMachineReachesThePorts() {
        assertThat(SERVICES)
                .allSatisfy((name, service) -> assertThat(listed(service.get("ports")))
                        .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:")));
    }

    @Test
    void eachVariableIsASettingAndEachSecretOfOursToo() {
        Set<String> variables = new TreeSet<>();
        for (String name : OURS) {
            Map<String, Object> service = SERVICES.get(name);
            listed(service.get("environment")).forEach(variable -> variables.add(variable.toString()));
            for (Map<String, String> secret : (List<Map<String, String>>) service.get("secrets")) {
                String target = secret.get("target");
                if (target.contains(".")) {
                    variables.add(target.replace("-", "").replace('.', '_').toUpperCase(java.util.Locale.ROOT));
                }
            }
        }

        assertThat(variables).contains("SYNC_BROKER_EXTERNAL_PASSCODE").allSatisfy(Deployments::requireSetting);
    }

    @Test
    void prometheusScrapesEachOfOursAtTheManagementPort() {
        Map<String, String> environment =
                (Map<String, String>) SERVICES.get("worker").get("environment");
        Map<String, Object> job = ((List<Map<String, Object>>)
                        yaml("observability/prometheus.yaml").get("scrape_configs"))
                .get(0);
        Map<String, Object> targets = ((List<Map<String, Object>>) job.get("static_configs")).get(0);

        assertThat((List<String>) targets.get("targets"))
                .containsExactlyElementsOf(OURS.stream()
                        .map(name -> name + ":" + environment.get("MANAGEMENT_SERVER_PORT"))
                        .toList());
        assertThat(job.get("authorization"))
                .isEqualTo(Map.of("credentials_file", environment.get("SYNC_SECURITY_SCRAPE_TOKENFILE")));
    }
}
