/** Guards every HTTP request, handshakes included: host, origin, token, path, headers. */
@NullMarked
package com.pfavanguard.sync.security.web;

import org.jspecify.annotations.NullMarked;
