/** Two releases of the application meet: one opens the journal of the other, or both work at one broker. */
@org.jspecify.annotations.NullMarked
package com.pfavanguard.sync.upgrade;
