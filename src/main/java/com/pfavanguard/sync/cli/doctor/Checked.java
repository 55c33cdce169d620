package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.start.Finding;

/**
 * A finding, and the check that made it.
 *
 * @param check its name, such as "ports"
 */
public record Checked(String check, Finding finding) {}
