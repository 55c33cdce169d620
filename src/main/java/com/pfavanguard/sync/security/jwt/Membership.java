package com.pfavanguard.sync.security.jwt;

import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Permission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The permissions of a user in one organization. Instances are shared, since there are few different ones. */
record Membership(Set<Permission> permissions, Standing standing) {

    /** Whether the permissions are in effect. */
    enum Standing {
        ACTIVE,
        /** The organization is suspended. */
        SUSPENDED,
        /** An administrator has revoked the user's access to this organization. */
        REVOKED
    }

    private static final Membership[] SHARED = shared();

    static Membership of(Set<Permission> permissions, Standing standing) {
        return SHARED[index(permissions, standing)];
    }

    Optional<Denial> denial(Permission permission) {
        return switch (standing) {
            case REVOKED -> Optional.of(Denial.TOKEN_REVOKED);
            case SUSPENDED -> Optional.of(Denial.ORGANIZATION_INACTIVE);
            case ACTIVE ->
                // A user without READ learns nothing more about the organization.
                permissions.contains(Permission.READ) && permissions.contains(permission)
                        ? Optional.empty()
                        : Optional.of(Denial.PERMISSION_DENIED);
        };
    }

    private static int index(Set<Permission> permissions, Standing standing) {
        int bits = 0;
        for (Permission permission : permissions) {
            bits |= 1 << permission.ordinal();
        }
        return bits * Standing.values().length + standing.ordinal();
    }

    private static Membership[] shared() {
        Permission[] all = Permission.values();
        Membership[] shared = new Membership[(1 << all.length) * Standing.values().length];
        for (int bits = 0; bits < 1 << all.length; bits++) {
            Set<Permission> permissions = EnumSet.noneOf(Permission.class);
            for (Permission permission : all) {
                if ((bits & (1 << permission.ordinal())) != 0) {
                    permissions.add(permission);
                }
            }
            for (Standing standing : Standing.values()) {
                shared[index(permissions, standing)] = new Membership(Set.copyOf(permissions), standing);
            }
        }
        return shared;
    }
}
