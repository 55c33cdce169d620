/** Checks JSON Web Tokens, fetches the issuer's keys, and reads user, organizations and permissions from the claims. */
@NullMarked
package com.pfavanguard.sync.security.jwt;

import org.jspecify.annotations.NullMarked;
