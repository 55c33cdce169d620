package com.pfavanguard.sync.upgrade;

import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A data directory as a release left it, and what was in it. Journal files are mostly zeros, so the archive is small.
 *
 * @param events the ids of all events of {@link #ORGANIZATION}, in order
 * @param conflictId of the one open conflict
 * @param failedItemId of the one failed edit
 * @param jobId the answer to the request with {@link #KEY}
 */
record OldJournal(List<String> events, String conflictId, String failedItemId, String jobId) {

    static final String ORGANIZATION = "org-old";

    /** Its edit is in PEMS. */
    static final String WRITTEN = "PFA-1";

    static final String FAILED = "PFA-2";
    static final String IN_CONFLICT = "PFA-3";

    /** Both wait; the second is more urgent. */
    static final String WAITING = "PFA-4";

    static final String URGENT = "PFA-5";

    /** Its edit has been tried once. */
    static final String RETRIED = "PFA-6";

    /** The {@code Idempotency-Key} with which the waiting edits were queued. */
    static final String KEY = "the-old-key";

    /** A user whose tokens were revoked. */
    static final String REVOKED = "u-gone";

    /**
     * The settings under which it was made and is opened: nothing expires before the archive is replaced. The history's
     * retention is the broker's limit.
     */
    static final List<String> SETTINGS = List.of(TestToken.settings(
            "--sync.broker.history.retention=20000d",
            "--sync.write-queue.failed-retention=20000d",
            "--sync.write-queue.idempotency-retention=20000d",
            "--sync.security.revocation-retention=20000d",
            "--sync.worker.rate=1000",
            "--sync.pems.username=u",
            "--sync.pems.password=p",
            "--sync.pems.unmapped-organizations=use-id"));

    private static final String CONTENTS = "contents.json";

    /** A token that was issued before the archive was made, and does not expire. */
    static String token(String userId) {
        return TestToken.of(userId)
                .issuedAt(Instant.parse("2020-01-01T00:00:00Z"))
                .with("exp", Date.from(Instant.parse("2120-01-01T00:00:00Z")))
                .in(ORGANIZATION, "perm_Read", "perm_Sync", "perm_ManageUsers")
                .sign();
    }

    void pack(Path directory, Path archive) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive));
                Stream<Path> files = Files.walk(directory)) {
            zip.putNextEntry(new ZipEntry(CONTENTS));
            zip.write(RestClient.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                zip.putNextEntry(new ZipEntry(directory.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
    }

    /** Puts the files into the directory, and returns what is in them. */
    static OldJournal unpack(InputStream archive, Path directory) throws IOException {
        OldJournal contents = null;
        try (ZipInputStream zip = new ZipInputStream(archive)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(CONTENTS)) {
                    contents = RestClient.JSON.readValue(zip.readAllBytes(), OldJournal.class);
                } else {
                    Path file = directory.resolve(entry.getName());
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
        if (contents == null) {
            throw new IOException("No " + CONTENTS + " in the archive");
        }
        return contents;
    }
}
