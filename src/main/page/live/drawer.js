import { badge, detailsText } from '../shared/badges.js';
import { button, element, setText } from '../shared/dom.js';
import { dialog } from '../shared/dialog.js';
import { dateTime, exactTime } from '../shared/format.js';
import { Past } from './past.js';
import { slots } from './slots.js';

/** @typedef {import('./store.js').Row} Row */

/** The details of one record at the side: its state, what can be done about it, and its timeline. */
export class Drawer {
  #store;
  #organization;
  #past = new Past();

  /** @param {import('./store.js').Store} store @param {() => string} organization whose records are shown */
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
      note: element('p', { class: 'hint', role: 'status' }),
    };
    const again = button('Try again', () => void this.#readPast(show, parts.note, again), { class: 'quiet' });
    again.hidden = true;
    const shown = dialog(pfaId, {
      class: 'drawer',
      content: [parts.state, parts.actions, element('h3', {}, 'Timeline'), parts.timeline, parts.note, again],
    });
    shown.dataset.pfaId = pfaId;
    const show = () => shown.isConnected && this.#show(pfaId, parts);
    const end = this.#store.subscribe((changed) => changed.has(pfaId) && show());
    shown.addEventListener('close', end);
    // A click on the backdrop, beside the drawer.
    shown.addEventListener('click', (event) => event.target === shown && event.offsetX < 0 && shown.close());
    show();
    shown.showModal();
    void this.#readPast(show, parts.note, again);
  }

  async #readPast(show, note, again) {
    again.hidden = true;
    setText(note, 'Looking for earlier events…');
    try {
      await this.#past.read(this.#organization());
      setText(note, this.#past.cut ? 'The gateway holds more events than this page reads; some of this record may be missing here.'
        : 'Earlier events are no longer held by the gateway.');
      show();
    } catch (error) {
      setText(note, `Earlier events are not shown: ${/** @type {Error} */ (error).message}`);
      again.hidden = false;
    }
  }

  #show(pfaId, { state, actions, timeline }) {
    const row = this.#store.records.get(pfaId);
    if (row) {
      state.replaceChildren(
        badge(row),
        element('time', { datetime: row.timestamp }, dateTime(row.at)),
        element('p', {}, row.optimistic ? 'Requested; the gateway has not confirmed it yet.' : detailsText(row)),
      );
    } else {
      state.replaceChildren(element('p', { class: 'hint' }, 'Nothing is under way for this record any more.'));
    }
    actions.replaceChildren(...(row ? slots.actionsFor(row, 'drawer') : []));
    const events = new Map([...this.#past.of(pfaId), ...(row?.history ?? [])].map((event) => [event.eventId, event]));
    timeline.replaceChildren(...[...events.values()].sort((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp)).map(entry));
  }
}

function entry(event) {
  const at = new Date(event.timestamp);
  return element('li', { 'data-event-id': event.eventId },
    badge(event),
    element('time', { datetime: event.timestamp, title: dateTime(at) }, exactTime(at)),
    element('p', {}, detailsText(event)));
}
