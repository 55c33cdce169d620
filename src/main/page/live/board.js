import { LOOKS, badge, detailsText, lookOf } from '../shared/badges.js';
import { $, element, icon, setText } from '../shared/dom.js';
import { ago, dateTime, number, plural } from '../shared/format.js';
import { VirtualTable, showExtent } from '../shared/virtual-table.js';
import { ORDERS, arranged } from './order.js';
import { slots } from './slots.js';

/** @typedef {import('./store.js').Row} Row */

// Rows stay in place for this long after the pointer or a key moved among them, so that a click hits the row it meant.
const HOLD_MS = 2_000;

// States without a record are not offered, except those that people look for.
const ALWAYS = new Set(['SYNC_FAILED', 'SYNC_CONFLICT', 'SYNC_PROCESSING', 'SYNC_QUEUED', 'SYNC_SUCCESS']);

/** The records: counts of all, filter, search, order, and the table. */
export class Board {
  #store;
  #table;
  /** What the table shows. @type {Row[]} */
  #rows = [];
  #wish = { type: '', query: '', order: 'attention' };
  /** The tiles by type; '' for all. @type {Map<string, { tile: HTMLElement, count: HTMLElement }>} */
  #tiles = new Map();
  #loading = false;
  #rearrange = true;
  #late = 0;

  #chose;

  /**
   * @param {import('./store.js').Store} store @param {(row: Row) => void} open shows a record's details
   * @param {() => void} [chose] called when a person wants to see others
   */
  constructor(store, open, chose = () => {}) {
    this.#store = store;
    this.#chose = chose;
    /** @type {VirtualTable<Row>} */
    this.#table = new VirtualTable($('records'), {
      label: 'Records',
      columns: [
        { key: 'state', title: 'State', width: '8.5rem', sort: 'attention', show: showState },
        { key: 'record', title: 'Record', width: 'minmax(7rem, 1fr)', sort: 'record', show: showRecord },
        { key: 'details', title: 'Details', width: 'minmax(0, 2.5fr)', show: (row, cell) => setText(cell, detailsText(row)) },
        { key: 'actions', title: 'Actions', width: '9.5rem', show: showActions },
        { key: 'age', title: 'Changed', width: '7rem', sort: 'changed', ages: true, show: showAge },
      ],
      key: (row) => row.pfaId,
      open,
      sort: (order) => this.#orderBy(order === 'changed' && this.#wish.order === 'changed' ? 'oldest' : order),
    });
    this.#addTile('', { tone: 'none', symbol: 'all', text: 'All' });
    Object.entries(LOOKS).forEach(([type, look]) => this.#addTile(type, look));
    $('order').append(...Object.entries(ORDERS).map(([order, { title }]) => element('option', { value: order }, title)));
    $('order').addEventListener('change', () => this.#orderBy($('order').value));
    $('search').addEventListener('input', () => this.#choose({ query: $('search').value }));
    $('states').addEventListener('change', (event) => this.#choose({ type: event.target.value }));
    this.#orderBy('attention');
    store.subscribe(() => this.show());
    setInterval(() => document.hidden || this.#table.tick(), 1_000);
  }

  /** Whether the states of all records are still to come. */
  set loading(loading) {
    if (loading === this.#loading) {
      return;
    }
    this.#loading = loading;
    $('records').setAttribute('aria-busy', String(loading));
    this.show();
  }

  /** Shows only records of this type; '' for all. @param {string} type */
  filter(type) {
    const tile = this.#tiles.get(type) ?? this.#tiles.get('');
    tile?.tile.querySelector('input')?.click();
  }

  /** Which records, or events, a person wants to see. */
  get wish() {
    return this.#wish;
  }

  /** Shows the rows in sight again, since what users may do has changed. */
  refresh() {
    this.#table.refresh();
  }

  focus() {
    this.#table.focus();
  }

  show() {
    const { records } = this.#store;
    this.#showCounts();
    clearTimeout(this.#late);
    if ($('records').hidden) {
      return;
    }
    if (this.#rearrange || this.#table.untouchedMs > HOLD_MS || this.#rows.length === 0) {
      this.#rearrange = false;
      this.#rows = arranged(records.values(), this.#wish);
    } else {
      this.#rows = this.#rows.map(({ pfaId }) => records.get(pfaId)).filter((row) => row !== undefined);
      this.#late = setTimeout(() => this.show(), HOLD_MS);
    }
    this.#table.show(this.#rows);
    showExtent($('extent'), this.#rows.length, records.size, 'record');
    setText($('empty'), this.#emptyText());
    $('empty').hidden = this.#rows.length > 0;
  }

  #emptyText() {
    if (this.#loading) {
      return 'Waiting for the states of all records…';
    }
    return this.#store.records.size > 0 ? 'No record matches.' : 'No record is on its way, and none has changed lately.';
  }

  #choose(change) {
    Object.assign(this.#wish, change);
    this.#rearrange = true;
    this.#table.toTop();
    this.show();
    this.#chose();
  }

  #orderBy(order) {
    $('order').value = order;
    this.#table.sorted(order === 'oldest' ? 'changed' : order, ORDERS[order].direction);
    this.#choose({ order });
  }

  #addTile(type, look) {
    const input = element('input', { type: 'radio', name: 'state', value: type });
    input.checked = type === '';
    const count = element('span', { class: 'count', id: `count-${type || 'all'}` }, '0');
    const tile = element('label', { class: 'state-tile', 'data-tone': look.tone, 'data-type': type },
      input, element('span', { class: 'name' }, icon(look.symbol), look.text), count);
    tile.hidden = type !== '' && !ALWAYS.has(type);
    this.#tiles.set(type, { tile, count });
    $('states').append(tile);
  }

  #showCounts() {
    const { counts, records } = this.#store;
    for (const type of Object.keys(counts)) {
      if (!this.#tiles.has(type)) {
        this.#addTile(type, lookOf({ type }));
      }
    }
    for (const [type, { tile, count }] of this.#tiles) {
      const value = type === '' ? records.size : (counts[type] ?? 0);
      setText(count, number(value));
      tile.classList.toggle('zero', value === 0);
      if (value > 0) {
        tile.hidden = false;
      }
    }
    setText($('received'), `· ${plural(this.#store.received, 'event')} received`);
  }
}

function showState(row, cell) {
  const { text } = lookOf(row);
  if (cell.dataset.shown !== `${row.type} ${text}`) {
    cell.dataset.shown = `${row.type} ${text}`;
    cell.replaceChildren(badge(row));
  }
  cell.classList.toggle('optimistic', row.optimistic === true);
}

function showRecord(row, cell) {
  if (cell.textContent !== row.pfaId) {
    cell.replaceChildren(element('span', { class: 'pfa' }, row.pfaId));
  }
}

function showActions(row, cell) {
  // The drawer has the same actions for the keyboard.
  const actions = slots.actionsFor(row, 'row');
  actions.forEach((action) => (action.tabIndex = -1));
  if (actions.length > 0 || cell.firstChild) {
    cell.replaceChildren(...actions);
  }
}

function showAge(row, cell) {
  setText(cell, ago(row.at, Date.now()));
  if (cell.dataset.at !== row.timestamp) {
    cell.dataset.at = row.timestamp;
    cell.title = dateTime(row.at);
  }
}
