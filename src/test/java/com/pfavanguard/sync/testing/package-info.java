/** What the integration tests share: the running application, clients and producers that speak the wire themselves. */
@org.jspecify.annotations.NullMarked
package com.pfavanguard.sync.testing;
