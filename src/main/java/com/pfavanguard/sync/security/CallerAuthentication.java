package com.pfavanguard.sync.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

/** Presents a caller to Spring Security while its request is processed. Contains no token. */
public final class CallerAuthentication implements Authentication {

    /** Role of callers with {@link Permission#ADMINISTER} in an organization. */
    public static final String ADMIN = "ADMIN";

    /** Role of callers with {@link Permission#OPERATE}. */
    public static final String OPERATOR = "OPERATOR";

    private final Caller caller;

    public CallerAuthentication(Caller caller) {
        this.caller = caller;
    }

    public Caller caller() {
        return caller;
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        List<String> roles = new ArrayList<>(List.of("ROLE_USER"));
        if (caller.mayAnywhere(Permission.ADMINISTER)) {
            roles.add("ROLE_" + ADMIN);
        }
        if (caller.mayAnywhere(Permission.OPERATE)) {
            roles.add("ROLE_" + OPERATOR);
        }
        return AuthorityUtils.createAuthorityList(roles);
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
        throw new UnsupportedOperationException("A caller is always authenticated");
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
