@NullMarked
package com.pfavanguard.sync;

import org.jspecify.annotations.NullMarked;
