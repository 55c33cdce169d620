package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.pfavanguard.sync.broker.BrokerInspection.Opener;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What an inspection says that gets no connection. With one: {@link BrokerSetupIT}. */
class BrokerInspectionTests {

    private static final BrokerProblem REFUSED = BrokerProblem.stop("The broker refuses the login of user gateway");
    private static final Exception AWAY = new ConnectException("Connection refused");

    @Test
    void aRefusalCountsAlsoIfAnotherAddressIsAway() throws Exception {
        assertThat(inspected(AWAY, new BrokerRefusedException(REFUSED), new BrokerRefusedException(REFUSED)))
                .containsExactly(REFUSED);
    }

    @Test
    void aCertificateThatIsNotTrustedIsAProblemInTheWordsOfTheConnection() throws Exception {
        Exception untrusted = new IOException(
                "the broker's certificate is not trusted; add its CA to the truststore (100 %)",
                new SSLHandshakeException("PKIX path building failed"));

        assertThat(inspected(untrusted))
                .singleElement()
                .satisfies(problem -> assertThat(problem.text())
                        .isEqualTo(
                                "No TLS connection to the broker: the broker's certificate is not trusted; add its CA"
                                        + " to the truststore (100 %)"))
                .matches(BrokerProblem::stopsWork);
    }

    @Test
    void aBrokerThatIsAwayIsNoProblem() {
        assertThatIOException().isThrownBy(() -> inspected(AWAY)).withMessage("away");
    }

    private static List<BrokerProblem> inspected(Exception... failures) throws IOException {
        Opener none = () -> {
            throw new NoBrokerException("away", List.of(failures));
        };
        return new BrokerInspection(none, Set.of(BrokerNeed.EVENTS), TestBroker.DEFAULT_HISTORY).inspect();
    }
}
