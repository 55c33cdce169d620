package com.pfavanguard.sync.broker.console;

import com.pfavanguard.sync.broker.BrokerProperties;
import com.pfavanguard.sync.broker.EmbeddedBroker;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "sync.broker.mode", havingValue = "embedded", matchIfMissing = true)
@ConditionalOnProperty(name = "sync.broker.console.enabled", havingValue = "true", matchIfMissing = true)
class ConsoleConfiguration {

    @Bean
    ConsoleServer brokerConsole(BrokerProperties properties, EmbeddedBroker broker) {
        Path data = properties.embedded().dataDirectory();
        return new ConsoleServer(
                properties.console().port(),
                new ConsolePassword(data.resolve("console-password")),
                new ConsoleFiles(data.resolve("console"), broker.name()));
    }
}
