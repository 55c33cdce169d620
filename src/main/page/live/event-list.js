import { badge, detailsText, lookOf } from '../shared/badges.js';
import { $, element, setText } from '../shared/dom.js';
import { exactTime, number, plural } from '../shared/format.js';
import { VirtualTable } from '../shared/virtual-table.js';
import { chosen } from './order.js';

const MOST = 1_000;
const GAP_TEXT = 'Some events may be missing here. The records show the true states again.';

/** The latest events as they came, newest first: for those who watch a producer. */
export class EventList {
  #store;
  #table;
  #wish;

  /**
   * @param {import('./store.js').Store} store @param {(pfaId: string) => void} open
   * @param {() => { type?: string, query?: string }} wish which of them to show
   */
  constructor(store, open, wish) {
    this.#store = store;
    this.#wish = wish;
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
    const latest = this.#store.events.slice(-MOST);
    const wish = this.#wish();
    // Gaps are shown unless a person looks for something.
    const items = (wish.type || wish.query ? chosen(latest.filter((item) => !('gap' in item)), wish) : latest).reverse();
    this.#table.show(items);
    $('empty').hidden = items.length > 0;
    setText($('empty'), latest.length > 0 ? 'No event matches.' : 'No events yet.');
    const all = latest.length < MOST ? plural(latest.length, 'event') : `the latest ${number(MOST)} events`;
    setText($('extent'), items.length < latest.length ? `${number(items.length)} of ${all}` : all.replace(/^t/, 'T'));
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
