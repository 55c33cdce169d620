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

    // Beside the journal, to live and to be thrown away with it. An external broker's data are out of reach: there only
    // a
    // gateway that was up before notices what they have lost.
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
