import { badge, detailsText } from '../shared/badges.js';
import { api } from '../shared/api.js';
import { button, element } from '../shared/dom.js';
import { dialog } from '../shared/dialog.js';
import { exactTime, dateTime, plural } from '../shared/format.js';
import { slots } from './slots.js';

/** @typedef {import('./store.js').Row} Row */

// Pages of the gateway's history that a search for earlier events reads at most: it has no index by record.
const MOST_PAGES = 20;
const PAGE = 1_000;

/** The details of one record at the side: its state, what can be done about it, and its timeline. */
export class Drawer {
  #store;
  #organization;

  /** @param {import('./store.js').Store} store @param {() => string} organization */
  constructor(store, organization) {
    this.#store = store;
    this.#organization = organization;
  }

  /** @param {string} pfaId */
  open(pfaId) {
    const parts = {
      state: element('div', { class: 'drawer-state' }),
      actions: element('div', { class: 'drawer-actions' }),
      timeline: element('ol', { class: 'timeline' }),
      more: element('p', { class: 'hint', role: 'status' }),
    };
    const shown = dialog(pfaId, {
      class: 'drawer',
      content: [parts.state, parts.actions, element('h3', {}, 'Timeline'), parts.timeline, parts.more],
    });
    shown.dataset.pfaId = pfaId;
    const earlier = new Map();
    const show = () => this.#show(pfaId, earlier, parts);
    const end = this.#store.subscribe((changed) => changed.has(pfaId) && show());
    const stop = new AbortController();
    shown.addEventListener('close', () => {
      end();
      stop.abort();
    });
    // A click beside it.
    shown.addEventListener('click', (event) => event.target === shown && event.offsetX < 0 && shown.close());
    const load = button('Look for earlier events', () => void this.#load(pfaId, earlier, parts, load, show, stop.signal), { class: 'quiet' });
    shown.append(load);
    show();
    shown.showModal();
  }

  #show(pfaId, earlier, { state, actions, timeline }) {
    const row = this.#store.records.get(pfaId);
    if (row) {
      state.replaceChildren(badge(row), ' ', element('time', { datetime: row.timestamp }, dateTime(row.at)));
      const text = row.optimistic ? 'Requested; waiting for the gateway to confirm.' : detailsText(row);
      state.append(element('p', {}, text));
      actions.replaceChildren(...slots.actionsFor(row, 'drawer'));
    } else {
      state.replaceChildren(element('p', { class: 'hint' }, 'Nothing is known of this record any more.'));
      actions.replaceChildren();
    }
    const events = new Map([...earlier, ...(row?.history ?? []).map((event) => [event.eventId, event])]);
    const sorted = [...events.values()].sort((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp));
    timeline.replaceChildren(...sorted.map(entry));
  }

  async #load(pfaId, earlier, { more }, load, show, signal) {
    load.disabled = true;
    more.textContent = 'Looking…';
    try {
      const path = `api/sync/${this.#organization()}/events`;
      let after;
      let page;
      let found = 0;
      for (let i = 0; i < MOST_PAGES && (i === 0 || page.more); i++) {
        page = await api(path, { query: { limit: PAGE, after }, signal });
        after = page.position;
        for (const event of page.events.filter((e) => e.pfaId === pfaId && !earlier.has(e.eventId))) {
          earlier.set(event.eventId, event);
          found += 1;
        }
      }
      more.textContent = `The gateway still holds ${plural(found, 'event')} of this record.${page.more ? ' It holds more events than this page reads.' : ''}`;
      load.remove();
      show();
    } catch (error) {
      if (!signal.aborted) {
        more.textContent = `Not loaded: ${error.message}`;
        load.disabled = false;
      }
    }
  }
}

function entry(event) {
  const at = new Date(event.timestamp);
  return element('li', { 'data-event-id': event.eventId },
    badge(event),
    element('time', { datetime: event.timestamp, title: dateTime(at) }, exactTime(at)),
    element('p', {}, detailsText(event)));
}
