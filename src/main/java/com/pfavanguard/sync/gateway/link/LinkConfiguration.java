package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.BrokerProperties;
import com.pfavanguard.sync.broker.BrokerProperties.Mode;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.GATEWAY)
class LinkConfiguration {

    // The file lies beside the journal, so that both are kept or deleted together. The data of an external broker are
    // out of reach: what it loses is noticed only by gateways that were up before.
    @Bean
    ReadMessagesRecorder readMessagesRecorder(BrokerProperties properties) {
        boolean embedded = properties.mode() == Mode.EMBEDDED;
        return new ReadMessagesRecorder(
                embedded
                        ? new ReadMessagesFile(
                                properties.embedded().dataDirectory().resolve("read-messages"))
                        : null,
                properties.history().size());
    }
}
