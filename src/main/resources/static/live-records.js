import { badge, badgeOf } from './live-badges.js';
import { element } from './live-dom.js';

const MOST_RECORDS = 1_000;
const MOST_SHOWN = 100;

/**
 * The last event of each record, latest change first. Forgets records of which nothing is pending any more after a failed
 * edit was removed, and those that have not changed for longest.
 */
export class Records {
  #items = new Map();
  #list;
  #empty;

  constructor(list, empty) {
    this.#list = list;
    this.#empty = empty;
  }

  add(events) {
    const changed = new Map();
    for (const event of events.filter(({ pfaId }) => pfaId)) {
      const item = this.#items.get(event.pfaId)?.item ?? element('li', { 'data-pfa-id': event.pfaId });
      // Deleted and set again, so that the maps keep the latest change last.
      this.#items.delete(event.pfaId);
      this.#items.set(event.pfaId, { item, event });
      changed.delete(item);
      if (event.type === 'SYNC_REMOVED') {
        this.#items.delete(event.pfaId);
        item.remove();
      } else {
        changed.set(item, event);
      }
    }
    while (this.#items.size > MOST_RECORDS) {
      const [oldest] = this.#items.keys();
      this.#items.delete(oldest);
    }
    this.#show([...changed].slice(-MOST_SHOWN).reverse());
  }

  clear() {
    this.#items.clear();
    this.#list.replaceChildren();
    this.#empty.hidden = false;
  }

  /** How many records are in each of the groups. */
  counts() {
    const counts = { syncing: 0, synced: 0, conflict: 0, failed: 0, other: 0 };
    for (const { event } of this.#items.values()) {
      counts[badgeOf(event).group] += 1;
    }
    return counts;
  }

  // Touches only changed records, so that a turning symbol of another record does not restart.
  #show(changed) {
    for (const [item, event] of changed) {
      item.dataset.type = event.type;
      item.replaceChildren(element('span', { class: 'pfa' }, event.pfaId), badge(event));
    }
    this.#list.prepend(...changed.map(([item]) => item));
    while (this.#list.childElementCount > MOST_SHOWN) {
      this.#list.lastElementChild.remove();
    }
    this.#empty.hidden = this.#items.size > 0;
  }
}
