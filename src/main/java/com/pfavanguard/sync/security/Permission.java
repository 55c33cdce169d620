package com.pfavanguard.sync.security;

/** What a caller may do within an organization; {@link #claim()} is the usual name in the token. */
public enum Permission {
    READ("perm_Read"),
    SYNC("perm_Sync"),
    VIEW_FINANCIALS("perm_ViewFinancials"),
    /** Names another user as the author of an edit: for services whose users do not come with tokens of their own. */
    ACT_FOR_OTHERS("perm_ActForOthers"),
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
