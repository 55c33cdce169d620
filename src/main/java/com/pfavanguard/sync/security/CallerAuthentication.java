package com.pfavanguard.sync.security;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

/** A caller as Spring Security knows it, while its request is answered. Holds no token. */
public final class CallerAuthentication implements Authentication {

    /** The role of those who administer an organization. */
    public static final String ADMIN = "ADMIN";

    private static final List<GrantedAuthority> USER_ROLES = AuthorityUtils.createAuthorityList("ROLE_USER");
    private static final List<GrantedAuthority> ADMIN_ROLES =
            AuthorityUtils.createAuthorityList("ROLE_USER", "ROLE_" + ADMIN);

    private final Caller caller;

    public CallerAuthentication(Caller caller) {
        this.caller = caller;
    }

    public Caller caller() {
        return caller;
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return caller.mayAnywhere(Permission.ADMINISTER) ? ADMIN_ROLES : USER_ROLES;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public @Nullable Object getDetails() {
        return null;
    }

    @Override
    public Object getPrincipal() {
        return caller;
    }

    @Override
    public boolean isAuthenticated() {
        return true;
    }

    @Override
    public void setAuthenticated(boolean authenticated) {
        throw new UnsupportedOperationException("A caller is who it is");
    }

    @Override
    public String getName() {
        return caller.name();
    }

    @Override
    public String toString() {
        return caller.toString();
    }
}
