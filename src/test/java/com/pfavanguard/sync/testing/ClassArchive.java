package com.pfavanguard.sync.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the loaded and linked classes of the built jar in a file beside it (class data sharing), so that processes
 * which start later take 3 s less of processor time (decision 0036). {@link GatewayProcess} has it made by the first
 * process that it starts; processes that start before the file is there do without. Several test JVMs may use the same
 * jar at the same time.
 */
final class ClassArchive {

    private static final Logger log = LoggerFactory.getLogger(ClassArchive.class);

    private final Path jar;
    private final Path file;

    /** @param jar the only entry of the class path of each process */
    ClassArchive(Path jar) {
        this.jar = jar;
        this.file = jar.resolveSibling(jar.getFileName() + ".jsa");
    }

    /** The JVM options that use the file, or that prepare a process to make it. */
    List<String> options() {
        return isThere() ? List.of("-XX:SharedArchiveFile=" + file) : List.of("-XX:+RecordDynamicDumpInfo");
    }

    // The JVM refuses an archive of another jar, so one that an earlier build has left must be made again.
    private boolean isThere() {
        try {
            return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Makes the file from the classes of this process, which stands still meanwhile (6 s of processor time), unless it
     * is there already. Without it the tests only take longer, so a failure is logged and no more.
     */
    void makeFrom(Process process) throws IOException {
        if (isThere()) {
            return;
        }
        // Under a name that no other JVM uses, and then in one step: nobody reads half of a file.
        Path made = file.resolveSibling(file.getFileName() + "." + process.pid());
        String said = ChildJvm.run("jcmd", Long.toString(process.pid()), "VM.cds", "dynamic_dump", made.toString());
        if (Files.exists(made)) {
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } else {
            log.warn("No archive of classes was made: {}", said);
        }
    }
}
