/** JSON Web Tokens: how they are checked, what their claims mean, and how a development token is made. */
@NullMarked
package com.pfavanguard.sync.security.jwt;

import org.jspecify.annotations.NullMarked;
