import { badge, detailsText, lookOf } from '../shared/badges.js';
import { $, element, setText } from '../shared/dom.js';
import { exactTime } from '../shared/format.js';
import { VirtualTable } from '../shared/virtual-table.js';

const MOST = 1_000;
const GAP_TEXT = 'Some events may be missing here. The records show the true states again.';

/** The latest events as they came, newest first: for those who watch a producer. */
export class EventList {
  #store;
  #table;

  /** @param {import('./store.js').Store} store @param {(pfaId: string) => void} open */
  constructor(store, open) {
    this.#store = store;
    /** @type {VirtualTable<any>} */
    this.#table = new VirtualTable($('events'), {
      label: 'Events',
      columns: [
        { key: 'time', title: 'Time', width: '7rem', show: (item, cell) => setText(cell, item.gap ? '' : exactTime(Date.parse(item.timestamp))) },
        { key: 'state', title: 'State', width: '8.5rem', show: showState },
        { key: 'record', title: 'Record', width: 'minmax(7rem, 1fr)', show: showRecord },
        { key: 'details', title: 'Details', width: 'minmax(0, 3fr)', show: (item, cell) => setText(cell, item.gap ? GAP_TEXT : detailsText(item)) },
      ],
      key: (item) => String(item.gap ?? item.order),
      open: (item) => item.pfaId && open(item.pfaId),
    });
    store.subscribe(() => this.show());
  }

  show() {
    if ($('events').hidden) {
      return;
    }
    const items = this.#store.events.slice(-MOST).reverse();
    this.#table.show(items);
    $('empty').hidden = items.length > 0;
    setText($('empty'), 'No events yet.');
    setText($('extent'), items.length < MOST ? `${items.length} events` : `The latest ${MOST} events`);
  }
}

function showState(item, cell) {
  const text = item.gap ? '' : `${item.type} ${lookOf(item).text}`;
  if (cell.dataset.shown !== text) {
    cell.dataset.shown = text;
    cell.replaceChildren(...(item.gap ? [] : [badge(item)]));
  }
}

function showRecord(item, cell) {
  cell.replaceChildren(element('span', { class: 'pfa' }, item.pfaId ?? ''));
}
