package com.pfavanguard.sync.security;

/** What a caller may do within an organization; {@link #claim()} is the usual name in the token. */
public enum Permission {
    READ("perm_Read"),
    SYNC("perm_Sync"),
    VIEW_FINANCIALS("perm_ViewFinancials"),
    /** Takes others' access away, and looks at the process: health details, metrics. */
    ADMINISTER("perm_ManageUsers");

    private final String claim;

    Permission(String claim) {
        this.claim = claim;
    }

    public String claim() {
        return claim;
    }
}
