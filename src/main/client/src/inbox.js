// @ts-check
import { States } from './states.js';
import { isOrganizationId } from './options.js';

/** @typedef {import('./index.d.ts').SyncStatus} SyncStatus */

/**
 * What a client does with the messages of the stream, wherever they come from: drops duplicates, keeps the position and
 * the states of all records, and calls the callbacks.
 */
export class Inbox extends States {
  /** @protected */
  _organizationId = '';

  /** @type {SyncStatus} */
  status = { state: 'closed' };
  /** @type {string | undefined} */
  lastEventId;
  /** @type {Date | undefined} */
  uncertainBefore;
  /** @type {Set<string>} */
  #seen = new Set();

  static isOrganizationId = isOrganizationId;

  /**
   * Begins with an organization: forgets everything of the one before.
   *
   * @param {string} organizationId
   * @param {{ lastEventId?: string, states?: readonly any[], uncertainBefore?: Date }} [position]
   * @protected
   */
  _begin(organizationId, { lastEventId, states, uncertainBefore } = {}) {
    this._organizationId = organizationId;
    this.#seen.clear();
    this.uncertainBefore = uncertainBefore;
    this.lastEventId = lastEventId;
    this._replace(states ?? []);
    if (!states) {
      this._doubt();
    }
  }

  /** @protected */
  _receive(message) {
    const { type, eventId } = message;
    const { onEvent, onGap } = this._options;
    this.lastEventId = eventId;
    if (type === 'CONNECTED') {
      if (!message.recovered) {
        this._doubt();
      }
      if (message.recovered === false) {
        this._call(onGap, message);
      }
    } else if (type === 'SNAPSHOT') {
      this.uncertainBefore = message.uncertainBefore && new Date(message.uncertainBefore);
      this._snapshot(message.states, message.last);
    } else if (type.startsWith('SYNC_') && this.#isNew(eventId)) {
      this._put(message);
      this._call(onEvent, message);
    }
  }

  #isNew(eventId) {
    if (this.#seen.has(eventId)) {
      return false;
    }
    this.#seen.add(eventId);
    if (this.#seen.size > this._options.rememberedEvents) {
      const [oldest] = this.#seen;
      this.#seen.delete(oldest);
    }
    return true;
  }

  /** @protected */
  _tellStatus(status) {
    this.status = status;
    this._call(this._options.onStatus, status);
  }
}
