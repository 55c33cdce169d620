package com.pfavanguard.sync.pauses;

import com.pfavanguard.sync.event.OrganizationId;
import java.time.Instant;

/**
 * One organization whose edits are not written to PEMS for now.
 *
 * @param since when an administrator paused it
 * @param reason for the organization's users, who see it in sync-status
 * @param by id of the administrator
 */
public record WritePause(OrganizationId organizationId, Instant since, String reason, String by) {}
