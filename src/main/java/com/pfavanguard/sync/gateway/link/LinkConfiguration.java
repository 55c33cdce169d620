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

    // The file is beside the journal and is deleted together with it. An external broker's data are out of reach: there
    // only a gateway that kept running notices what the broker has lost.
    @Bean
    ReadMessagesRecorder recorder(BrokerProperties properties) {
        boolean embedded = properties.mode() == Mode.EMBEDDED;
        return new ReadMessagesRecorder(
                embedded
                        ? new ReadMessagesFile(
                                properties.embedded().dataDirectory().resolve("read-messages"))
                        : null,
                properties.history().size());
    }
}
