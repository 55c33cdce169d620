/**
 * The producer kit's part for tests: gives a JUnit test a broker in its own JVM and says what was published there. Built
 * into {@code sync-gateway-<version>-producer-test.jar}, apart from the kit, because it needs the Artemis server
 * (decision 0054).
 */
@NullMarked
package com.pfavanguard.sync.producer.test;

import org.jspecify.annotations.NullMarked;
