package com.pfavanguard.sync.broker.console;

import com.pfavanguard.sync.broker.BrokerConsole;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Map;
import java.util.function.Function;
import javax.security.auth.login.Configuration;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;

/**
 * Configures Hawtio, on which the console is built. Replaces Hawtio's own listener, which reads system properties and
 * the JVM's JAAS configuration: those would hold for the whole process and every broker in it. Hawtio is in the war,
 * where our compiler does not see it, hence the reflection.
 */
class HawtioSettings implements ServletContextListener {

    private static final Map<String, String> SETTINGS = Map.of(
            "realm", "activemq",
            "roles", BrokerConsole.ROLE,
            "rolePrincipalClasses", RolePrincipal.class.getName(),
            "authenticationContainerDiscoveryClasses", "",
            "offline", "true",
            "disableProxy", "true");

    private final Configuration login;

    HawtioSettings(Configuration login) {
        this.login = login;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Function<String, String> settings = SETTINGS::get;
        try {
            ClassLoader war = context.getClassLoader();
            Class<?> configManager = war.loadClass("io.hawt.system.ConfigManager");
            context.setAttribute(
                    "ConfigManager",
                    configManager.getConstructor(Function.class).newInstance(settings));
            Class<?> authentication = war.loadClass("io.hawt.web.auth.AuthenticationConfiguration");
            Object configuration = authentication
                    .getMethod("getConfiguration", ServletContext.class)
                    .invoke(null, context);
            authentication.getMethod("setConfiguration", Configuration.class).invoke(configuration, login);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The console's war contains an unexpected version of Hawtio", e);
        }
    }
}
