package com.pfavanguard.sync.docs;

import static java.util.stream.Collectors.toCollection;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** Writes the text of the diagram of the modules, from what Spring Modulith finds in the code (decision 0066). */
public final class ModulesDiagram {

    private static final String HEAD = """
        // Written by ModularityTests from the code, which says where to copy it from after a change.
        digraph modules {
          title="The modules, and which knows which"
          desc="One box for each module. An arrow leads from a module to one that it uses. If a module is reached by \
        other arrows already, it has no arrow of its own. There are no cycles. The table below this picture says which \
        modules each one may know."
          ranksep=0.35
          nodesep=0.22

        """;

    private ModulesDiagram() {}

    /** The diagram's text, in the language of Graphviz. */
    public static String of(ApplicationModules modules) {
        Map<String, Set<String>> known = new TreeMap<>();
        modules.stream().forEach(module -> known.put(name(module), knownBy(module, modules)));
        StringBuilder text = new StringBuilder(HEAD);
        known.keySet().forEach(module -> text.append("  ").append(module).append('\n'));
        text.append('\n');
        known.forEach((module, others) -> others.stream()
                .filter(other -> others.stream().noneMatch(between -> reaches(between, other, known)))
                .forEach(other ->
                        text.append("  %s -> %s%n".formatted(module, other).replace("\r", ""))));
        return text.append("}\n").toString();
    }

    private static Set<String> knownBy(ApplicationModule module, ApplicationModules modules) {
        return module.getDirectDependencies(modules)
                .uniqueModules()
                .map(ModulesDiagram::name)
                .collect(toCollection(TreeSet::new));
    }

    private static String name(ApplicationModule module) {
        return module.getIdentifier().toString();
    }

    // Ends, since the modules have no cycles.
    private static boolean reaches(String from, String to, Map<String, Set<String>> known) {
        return known.get(from).stream().anyMatch(next -> next.equals(to) || reaches(next, to, known));
    }
}
