package com.pfavanguard.sync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares files of the tree that are made from others with what they should be. With {@code -Dcontract.write=true} it
 * writes them instead.
 */
final class MadeFiles {

    private static final boolean WRITE = Boolean.getBoolean("contract.write");

    private static final String HELP = "%s is made from other files, and one of those has changed."
            + " src/docs/reference/contract.md says how to make it anew";

    private MadeFiles() {}

    static void check(Path file, String expected) throws IOException {
        if (WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(file).as(HELP, file).exists();
        assertThat(Files.readString(file)).as(HELP, file).isEqualTo(expected);
    }
}
