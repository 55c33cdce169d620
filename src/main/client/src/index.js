// @ts-check
import { Client } from './client.js';
import { stomp } from './stomp.js';

/** Receives the sync events of one organization by STOMP, over `@stomp/stompjs`. See `index.d.ts`. */
export class SyncClient extends Client {
  /** @param {import('./index.d.ts').SyncClientOptions} [options] */
  constructor(options) {
    super(stomp, options);
  }
}
