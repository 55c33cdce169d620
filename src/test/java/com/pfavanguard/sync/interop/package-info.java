/**
 * Producers with client libraries that must not meet ours, each in a process of its own, at the real broker. What runs
 * in such a process uses the JDK and {@code jakarta.jms} only.
 */
@org.jspecify.annotations.NullMarked
package com.pfavanguard.sync.interop;
