// @ts-check
import { Connection } from './connection.js';
import { Inbox } from './inbox.js';

/** A client with a connection of its own: an inbox that a connection fills. */
export class Client extends Inbox {
  #connection;

  /** @param {any} transport @param {import('./index.d.ts').SyncClientOptions} [options] */
  constructor(transport, options) {
    super(options);
    this.#connection = new Connection(transport, this);
  }

  connect(organizationId, position = {}) {
    if (!Inbox.isOrganizationId(organizationId)) {
      throw new TypeError('An organization id must be 1 to 64 letters, digits, _ or -');
    }
    const idle = ['closed', 'refused'].includes(this.status.state);
    if (idle || organizationId !== this._organizationId || position.lastEventId) {
      this._begin(organizationId, position);
      this._start();
    }
  }

  retryNow() {
    this.#connection.retryNow();
  }

  async close() {
    const stopped = this._stop();
    this._begin('');
    if (this.status.state !== 'closed') {
      this._tellStatus({ state: 'closed' });
    }
    await stopped;
  }

  /** @protected */
  _start() {
    this.#connection.connect();
  }

  /** @protected */
  _stop() {
    return this.#connection.close();
  }
}
