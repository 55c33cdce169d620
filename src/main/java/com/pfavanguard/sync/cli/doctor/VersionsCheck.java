package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.start.Finding;
import java.util.ArrayList;
import java.util.List;

/** Names the versions, for a person who asks others for help. */
final class VersionsCheck implements Check {

    // The newest version that the tests have run on.
    private static final int NEWEST_JAVA = 25;

    private final List<String> versions;
    private final int java;

    VersionsCheck(List<String> versions, int java) {
        this.versions = versions;
        this.java = java;
    }

    @Override
    public String name() {
        return "versions";
    }

    @Override
    public List<Finding> look(Setup setup) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.fine(
                "%s, %s %s",
                String.join(", ", versions), System.getProperty("os.name"), System.getProperty("os.version")));
        if (java > NEWEST_JAVA) {
            findings.add(Finding.warning(
                    "Java %d is newer than any version that the gateway was tried on (17 to %d). Use one of those if something is"
                            + " odd",
                    java, NEWEST_JAVA));
        }
        return findings;
    }
}
