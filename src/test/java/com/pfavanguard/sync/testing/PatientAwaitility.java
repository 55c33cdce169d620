package com.pfavanguard.sync.testing;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets each wait that names no time limit last up to {@link WireClient#PATIENCE}: Awaitility's ten seconds fail on a
 * busy machine, and a page that was cut off may try again after half a minute only. Only a test that fails waits so
 * long. JUnit finds this class by itself.
 */
public final class PatientAwaitility implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(WireClient.PATIENCE);
    }
}
