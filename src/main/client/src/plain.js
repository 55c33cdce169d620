// @ts-check
import { Client } from './client.js';
import { plainJson } from './plain-json.js';

/** Receives the sync events of one organization by bare JSON, without a library. See `plain.d.ts`. */
export class SyncClient extends Client {
  /** @param {import('./index.d.ts').SyncClientOptions} [options] */
  constructor(options) {
    super(plainJson, options);
  }
}
