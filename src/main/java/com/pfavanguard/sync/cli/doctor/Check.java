package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.start.Finding;
import java.util.List;

/** Looks at one part of a set-up. Never changes it. */
interface Check {

    /** Names the part in one or two words, such as "ports". */
    String name();

    /**
     * Looks.
     *
     * @throws Exception if the check itself cannot be made, which becomes a finding
     */
    List<Finding> look(Setup setup) throws Exception;
}
