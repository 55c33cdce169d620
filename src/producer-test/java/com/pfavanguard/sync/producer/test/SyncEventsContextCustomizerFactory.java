package com.pfavanguard.sync.producer.test;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Puts the broker of {@link SyncEventsExtension} into the application context of each test class that uses the
 * extension: Spring Boot then configures no connections of its own. The ActiveMQ client (OpenWire) could not reach that
 * broker, but the application sees {@code jakarta.jms} only.
 */
final class SyncEventsContextCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configAttributes) {
        boolean used = MergedAnnotations.search(SearchStrategy.TYPE_HIERARCHY)
                .withEnclosingClasses(ClassUtils::isInnerClass)
                .from(testClass)
                .stream(ExtendWith.class)
                .anyMatch(each -> Arrays.asList(each.getClassArray("value")).contains(SyncEventsExtension.class));
        return used ? new Customizer() : null;
    }

    /** All are equal, so that test classes share their application contexts. */
    private record Customizer() implements ContextCustomizer {

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
            // Again, because Spring Boot has set up logging since the broker was started.
            TestEventBroker.quieten();
            RootBeanDefinition connections = new RootBeanDefinition(
                    CachingConnectionFactory.class,
                    () -> new CachingConnectionFactory(SyncEventsExtension.connectionFactory()));
            connections.setPrimary(true);
            ((BeanDefinitionRegistry) context.getBeanFactory())
                    .registerBeanDefinition("syncEventsConnectionFactory", connections);
        }
    }
}
