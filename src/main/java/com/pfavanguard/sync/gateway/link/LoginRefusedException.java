package com.pfavanguard.sync.gateway.link;

import java.io.IOException;

/** Reports that a broker is there and refuses the link's login. Trying again soon does not help. */
class LoginRefusedException extends IOException {

    LoginRefusedException(String message) {
        super(message);
    }
}
