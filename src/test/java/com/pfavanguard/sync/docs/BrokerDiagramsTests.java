package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The arrows between roles and addresses are the permissions of {@code broker.xml}, all of those of our addresses. */
class BrokerDiagramsTests {

    private static final Path BROKER = Path.of("broker-config/single/broker.xml");

    private static final Pattern NODE = Pattern.compile("(?m)^  (\\w+) \\[.*?label=\"([^\"\\\\]+)");
    private static final Pattern ARROW = Pattern.compile("(?m)^  (\\w+) -> (\\w+)$");
    private static final Pattern OURS = Pattern.compile("(?:sync|pems).*");

    @Test
    void arrowsAreThePermissions() throws Exception {
        List<String> shown = new ArrayList<>();
        shown.addAll(arrows("broker-roles.dot"));
        shown.addAll(arrows("control-queues.dot"));

        assertThat(shown).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(permissions());
    }

    private static List<String> arrows(String file) {
        String text = Diagrams.read(file);
        Map<String, String> labels = new HashMap<>();
        NODE.matcher(text).results().forEach(node -> labels.put(node.group(1), node.group(2)));
        return ARROW.matcher(text)
                .results()
                .map(arrow -> labels.get(arrow.group(1)) + " -> " + labels.get(arrow.group(2)))
                .toList();
    }

    // As arrows: from a role to an address where it may send, back where it may consume or browse.
    private static Set<String> permissions() throws Exception {
        Set<String> arrows = new TreeSet<>();
        NodeList settings = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(BROKER.toFile())
                .getElementsByTagName("security-setting");
        for (int i = 0; i < settings.getLength(); i++) {
            Element setting = (Element) settings.item(i);
            String address = setting.getAttribute("match");
            if (OURS.matcher(address).matches()) {
                addArrows(address, setting.getElementsByTagName("permission"), arrows);
            }
        }
        return arrows;
    }

    private static void addArrows(String address, NodeList permissions, Set<String> arrows) {
        for (int i = 0; i < permissions.getLength(); i++) {
            Element permission = (Element) permissions.item(i);
            for (String role : permission.getAttribute("roles").split(",")) {
                switch (permission.getAttribute("type")) {
                    case "send" -> arrows.add(role + " -> " + address);
                    case "consume", "browse" -> arrows.add(address + " -> " + role);
                    default -> {}
                }
            }
        }
    }
}
