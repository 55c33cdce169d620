package com.pfavanguard.sync.hostile;

import com.pfavanguard.sync.testing.TestGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/**
 * One gateway for all cases of a class, with a witness in {@link #ORGANIZATION}. An event happens before each case and
 * another one after it; the witness hears both, and what the case has taken is given back.
 */
final class Besieged implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    static final String ORGANIZATION = "org-wall";

    private final @Nullable String witnessToken;
    private final String[] settings;
    private @Nullable Path data;
    private @Nullable TestGateway gateway;
    private @Nullable Witness witness;
    private @Nullable Baseline baseline;

    private Besieged(@Nullable String witnessToken, String[] settings) {
        this.witnessToken = witnessToken;
        this.settings = settings;
    }

    static Besieged with(String... settings) {
        return new Besieged(null, settings);
    }

    /** One that asks for tokens. */
    static Besieged withTokens(String witnessToken, String... settings) {
        return new Besieged(witnessToken, settings);
    }

    TestGateway gateway() {
        return Objects.requireNonNull(gateway);
    }

    /** One more, in the witness's organization; returns its id. */
    String anEventHappens() {
        return Objects.requireNonNull(witness).anEventHappens();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        data = Files.createTempDirectory("besieged");
        gateway = TestGateway.startWith(ConnectionProbe.Beans.class, data, settings);
        witness = new Witness(gateway, ORGANIZATION, witnessToken);
        baseline = new Baseline(gateway);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Objects.requireNonNull(witness).anEventHappens();
        Objects.requireNonNull(witness).hasHeardEverything();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Objects.requireNonNull(witness).anEventHappens();
        Objects.requireNonNull(witness).hasHeardEverything();
        Objects.requireNonNull(baseline).isReachedAgain();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        try {
            Objects.requireNonNull(baseline).heapIsReachedAgain();
        } finally {
            Objects.requireNonNull(witness).close();
            gateway().close();
            FileSystemUtils.deleteRecursively(data);
        }
    }
}
