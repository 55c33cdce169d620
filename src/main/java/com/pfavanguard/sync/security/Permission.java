package com.pfavanguard.sync.security;

/** A permission within an organization; {@link #claim()} is its default name in a token. */
public enum Permission {
    READ("perm_Read"),
    SYNC("perm_Sync"),
    VIEW_FINANCIALS("perm_ViewFinancials"),
    /** Allows to name another user as the author of an edit; for services whose users have no tokens. */
    ACT_FOR_OTHERS("perm_ActForOthers"),
    /** Allows to revoke the access of other users to the organization. */
    ADMINISTER("perm_ManageUsers"),
    /** Allows to see health details and metrics of the process, which serves all organizations. */
    OPERATE("perm_ViewAllOrgs");

    private final String claim;

    Permission(String claim) {
        this.claim = claim;
    }

    public String claim() {
        return claim;
    }
}
