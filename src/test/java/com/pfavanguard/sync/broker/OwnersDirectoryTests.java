package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnersDirectoryTests {

    @TempDir
    Path temp;

    @Test
    void aDirectoryThatCannotBeWrittenEndsTheStartAndIsNotBlamedOnAnotherProcess() throws Exception {
        // Nobody can create a directory below a file, not even root, which ignores rights.
        Path file = Files.createFile(temp.resolve("file"));

        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> OwnersDirectory.prepare(file.resolve("broker")))
                .withMessageContaining("cannot write to its data directory " + file.resolve("broker"))
                .satisfies(e -> assertThat(e.action())
                        .contains("Mount the disk writable", "sync.broker.embedded.data-directory")
                        .doesNotContain("another process"));
    }

    @Test
    void theLookLeavesNothingBehind() throws Exception {
        Path data = temp.resolve("data/broker");

        OwnersDirectory.prepare(data);

        assertThat(data).isEmptyDirectory();
    }
}
