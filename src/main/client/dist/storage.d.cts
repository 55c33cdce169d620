import type { SyncClient, SyncPosition } from './index.cjs';

export interface KeepPositionOptions {
  /** Name of the client, where a page has several, or has changed their filters. Default: `sync-client`. */
  name?: string;
  /** Whether to keep the states too. Set it to false for clients with `snapshot: false`. Default: true. */
  states?: boolean;
}

/**
 * Keeps a client's position and states in a storage such as `sessionStorage`, at most every 2 s and when the page is left.
 * The storage is yours: whoever can read it can read the events, so empty it when the user signs out.
 */
export function keepPosition(
  client: SyncClient,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  options?: KeepPositionOptions,
): {
  /** Where to go on: for the second argument of `connect`. Empty if nothing is kept. */
  of(organizationId: string): SyncPosition;
  /** Saves now. */
  save(): void;
  /** Stops saving. */
  stop(): void;
};
