/**
 * Failure drills on the embedded default: each breaks something that an operator cannot prevent, counts every edit and
 * event that was acknowledged against those that come out, and holds the page {@code operating/failure-drills.md} to the
 * log lines and probes that it quotes. Classes named {@code *IT} run in every build. Those named {@code *Drill} need
 * rights or programs that a build machine may not have; {@code src/test/drills/run} runs them.
 */
@org.jspecify.annotations.NullMarked
package com.pfavanguard.sync.drills;
