package com.pfavanguard.sync.security;

/** What a caller may do within an organization; {@link #claim()} is the usual name in the token. */
public enum Permission {
    READ("perm_Read"),
    SYNC("perm_Sync"),
    VIEW_FINANCIALS("perm_ViewFinancials"),
    /** Takes others' access away, within the organization. */
    ADMINISTER("perm_ManageUsers"),
    /** Looks at the process, which serves all organizations: health details, metrics. */
    OPERATE("perm_ViewAllOrgs");

    private final String claim;

    Permission(String claim) {
        this.claim = claim;
    }

    public String claim() {
        return claim;
    }
}
