import type { SyncClient as StompSyncClient } from './index.cjs';

export type * from './index.cjs';

/**
 * The same client over bare JSON, without a library. Only the gateway sends heart-beats, each `heartbeatMs` in which it
 * sends nothing else; from 1,000 to 60,000, or 0 for none. `heartbeatWorker` has no effect.
 */
export class SyncClient extends StompSyncClient {}
