package com.pfavanguard.sync.broker.console;

import com.pfavanguard.sync.broker.BrokerStartException;
import com.pfavanguard.sync.broker.OwnersFile;
import com.pfavanguard.sync.broker.RandomPassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.utils.PasswordMaskingUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the admin's password. Generated at the first start, shown once on a terminal or written to a file of its own
 * until the first login with it, and stored as a salted hash: it never has to be read back, and a copy of the data
 * directory should not reveal it. To replace a lost password, delete the file and restart.
 *
 * <p>The file holds one line in the notation of Artemis' own user files, {@code ENC(iterations:salt:hash)} with
 * PBKDF2, so that {@code artemis mask --hash} can create one too.
 */
class ConsolePassword {

    private static final Logger log = LoggerFactory.getLogger(ConsolePassword.class);

    private final Path file;

    /** File that holds a new password until its owner has used it. */
    private final Path clear;

    private @Nullable String hash;
    private @Nullable String unrevealed;

    ConsolePassword(Path file) {
        this.file = file;
        this.clear = file.resolveSibling(file.getFileName() + ".first");
    }

    /** Reads the stored hash, or generates a new password. Called before the first login is possible. */
    synchronized void prepare() {
        try {
            hash = Files.exists(file) ? Files.readString(file).strip() : null;
        } catch (IOException e) {
            throw unusable("cannot be read: " + e.getMessage(), e);
        }
        if (hash == null) {
            forgetClear();
            unrevealed = RandomPassword.make();
            hash = hashOf(unrevealed);
        } else if (!PasswordMaskingUtil.isEncMasked(hash)) {
            throw unusable("does not hold a password hash", null);
        }
    }

    synchronized @Nullable String reveal() {
        String revealed = unrevealed;
        if (revealed != null && hash != null) {
            keep(hash);
            unrevealed = null;
        }
        return revealed;
    }

    /**
     * Writes a new password to a file for its owner, unless it was shown already.
     *
     * @return the file, or {@code null} if there is none
     */
    synchronized @Nullable Path leaveInFile() {
        String password = unrevealed;
        if (password != null && hash != null) {
            try {
                OwnersFile.write(clear, password + "\n");
            } catch (IOException e) {
                throw unusable("cannot be written: " + e.getMessage(), e);
            }
            keep(hash);
            unrevealed = null;
        }
        return Files.exists(clear) ? clear : null;
    }

    synchronized boolean matches(char[] password) {
        boolean matches =
                hash != null && PasswordMaskingUtil.getHashProcessor(hash).compare(password, hash);
        if (matches) {
            forgetClear();
        }
        return matches;
    }

    // The owner knows it now, and a copy of the data directory should not reveal it.
    private void forgetClear() {
        try {
            Files.deleteIfExists(clear);
        } catch (IOException e) {
            log.warn("Cannot delete the console's password in {}; delete the file yourself: {}", clear, e.toString());
        }
    }

    private static String hashOf(String password) {
        try {
            return PasswordMaskingUtil.getHashProcessor().hash(password);
        } catch (Exception e) {
            throw new IllegalStateException("This JVM has no PBKDF2", e);
        }
    }

    private void keep(String hash) {
        try {
            OwnersFile.write(file, hash + "\n");
        } catch (IOException e) {
            throw unusable("cannot be written: " + e.getMessage(), e);
        }
    }

    private BrokerStartException unusable(String why, @Nullable Throwable cause) {
        return new BrokerStartException(
                "The broker console's password file " + file.toAbsolutePath() + " " + why + ".",
                "Delete it to generate a new password, or switch the console off with"
                        + " sync.broker.console.enabled=false.",
                cause);
    }
}
