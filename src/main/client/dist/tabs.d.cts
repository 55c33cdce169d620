import type { SyncClient, SyncClientOptions } from './index.cjs';

export interface SharedSyncClientOptions extends SyncClientOptions {
  /**
   * Who may share the connection: tabs with the same value share one, and see what its token lets them see. Use the id of
   * the user.
   */
  share: string;
}

export interface SharedSyncClient extends SyncClient {
  /** Whether this tab has the connection. */
  readonly leads: boolean;
}

/**
 * Makes a client whose tabs share one connection, by Web Locks and BroadcastChannel. One tab leads and connects; the others
 * receive from it, with the same callbacks and states. When the leader is closed, another tab leads and resumes. On insecure
 * pages, where browsers have no Web Locks, each tab has its own connection.
 *
 * @param Base the `SyncClient` of `@pfa-vanguard/sync-client` or of `@pfa-vanguard/sync-client/plain`
 */
export function shareAcrossTabs(
  Base: typeof SyncClient,
): { new (options: SharedSyncClientOptions): SharedSyncClient; isOrganizationId: typeof SyncClient.isOrganizationId };
