package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.broker.BrokerProperties.External;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class BrokerUrlTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tcp://broker:61616 | tcp://broker:61616
            tcp://broker:61616?sslEnabled=true;trustStorePath=/a;trustStorePassword=s3cret | tcp://broker:61616 (sslEnabled=true)
            (tcp://a:1,tcp://[::1]:2)?ha=true&reconnectAttempts=-1&keyStorePassword=s3cret | tcp://a:1, tcp://[::1]:2 (ha=true, reconnectAttempts=-1)
            (tcp://a:1?keyStorePassword=s3cret,tcp://b:2?trustStorePassword=s3cret)?ha=true | tcp://a:1, tcp://b:2 (ha=true)
            tcp://user:s3cret@broker:61616 | tcp://broker:61616
            tcp://broker:61616?password=s3cret&user=u | tcp://broker:61616
            s3cret | (not a URL)
            """)
    void placesAndHarmlessParametersAreShown(String url, String shown) {
        assertThat(BrokerUrl.shown(url)).isEqualTo(shown).doesNotContain("s3cret");
    }

    @Test
    void theSettingsShowNoMore() {
        External external =
                TestBroker.external(List.of("tcp://u:s3cret@b"), null, "tcp://b:2?trustStorePassword=s3cret");

        assertThat(external.toString()).contains("tcp://b:2").doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://b:2?trustStorePassword=s3cret and more", "xyz://b:2?trustStorePassword=s3cret"})
    void aUrlThatCannotBeReadIsNotQuotedWhenTheStartFails(String url) {
        new ApplicationContextRunner()
                .withUserConfiguration(BrokerConfiguration.class)
                .withPropertyValues("sync.broker.mode=external", "sync.broker.external.jms-url=" + url)
                .run(context -> {
                    assertThat(context).hasFailed();
                    for (Throwable e = context.getStartupFailure(); e != null; e = e.getCause()) {
                        assertThat(String.valueOf(e.getMessage())).doesNotContain("s3cret");
                    }
                });
    }
}
