import { api } from '../shared/api.js';

const PAGE = 1_000;

// As many events as a gateway keeps by default.
const MOST_PAGES = 20;

/**
 * The events of before this page listened, as far as the gateway still holds them. Read once, when a timeline is first
 * looked at, since the gateway has no index by record.
 */
export class Past {
  #organizationId = '';
  /** @type {Map<string, any[]>} by record, oldest first */
  #events = new Map();
  /** @type {string | undefined} the position up to which it has read */
  #after;
  #pages = 0;
  #done = false;
  /** @type {Promise<void> | undefined} */
  #reading;

  /** Whether more is held than this page reads. */
  cut = false;

  /** @param {string} pfaId */
  of(pfaId) {
    return this.#events.get(pfaId) ?? [];
  }

  /** Reads what has not been read yet. @param {string} organizationId @returns {Promise<void>} rejects with an ApiError; may be called again */
  read(organizationId) {
    if (organizationId !== this.#organizationId) {
      this.cut = false;
      this.#organizationId = organizationId;
      this.#events = new Map();
      this.#after = undefined;
      this.#pages = 0;
      this.#done = false;
      this.#reading = undefined;
    }
    this.#reading ??= this.#read(organizationId).finally(() => {
      if (organizationId === this.#organizationId) {
        this.#reading = undefined;
      }
    });
    return this.#reading;
  }

  async #read(organizationId) {
    while (!this.#done) {
      const page = await api(`api/sync/${organizationId}/events`, { query: { limit: PAGE, after: this.#after } });
      if (organizationId !== this.#organizationId) {
        return;
      }
      for (const event of page.events) {
        const events = this.#events.get(event.pfaId) ?? [];
        events.push(event);
        this.#events.set(event.pfaId, events);
      }
      this.#after = page.position;
      this.#pages += 1;
      this.cut = page.more && this.#pages >= MOST_PAGES;
      this.#done = !page.more || this.cut;
    }
  }
}
