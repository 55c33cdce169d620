import type { SyncClient as StompSyncClient } from './index.cjs';

export type * from './index.cjs';

/**
 * The same client over bare JSON, without a library. It has no heart-beats: a dead network is noticed by the browser, or
 * when the page is shown again. `heartbeatMs` and `heartbeatWorker` have no effect.
 */
export class SyncClient extends StompSyncClient {}
