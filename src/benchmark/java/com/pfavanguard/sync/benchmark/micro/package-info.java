/** JMH measurements of single steps on an event's way, each in nanoseconds, in a JVM that does nothing else. */
@org.jspecify.annotations.NullMarked
package com.pfavanguard.sync.benchmark.micro;
