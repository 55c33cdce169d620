/**
 * Publishes sync events over JMS, in this application and in backends of other teams: together with {@code event} it is
 * the producer kit ({@code sync-gateway-<version>-producer.jar}, decision 0054). Needs Spring's JMS support and any
 * {@code jakarta.jms.ConnectionFactory}; must not use a class of another module, of Artemis or of a web server.
 */
@ApplicationModule(allowedDependencies = {"event"})
@NullMarked
package com.pfavanguard.sync.producer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
