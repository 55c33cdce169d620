package com.pfavanguard.sync.broker.console;

import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;

/**
 * Defines the console's JAAS realm for its web application alone; the JVM's own JAAS configuration stays unchanged.
 */
class ConsoleLogin extends Configuration {

    private final ConsolePassword password;

    ConsoleLogin(ConsolePassword password) {
        this.password = password;
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String realm) {
        return new AppConfigurationEntry[] {
            new AppConfigurationEntry(
                    ConsoleLoginModule.class.getName(),
                    LoginModuleControlFlag.REQUIRED,
                    Map.of(ConsoleLoginModule.PASSWORD, password))
        };
    }
}
