import { detailsText, lookOf } from '../shared/badges.js';

/** @typedef {import('./store.js').Row} Row */

const byRecord = new Intl.Collator('en', { numeric: true }).compare;
const latest = (/** @type {Row} */ a, /** @type {Row} */ b) => b.at - a.at || b.order - a.order;

/** The orders of the board. @type {Record<string, { title: string, direction: 'ascending' | 'descending', compare: (a: Row, b: Row) => number }>} */
export const ORDERS = {
  attention: {
    title: 'Needs attention first',
    direction: 'ascending',
    compare: (a, b) => lookOf(a).urgency - lookOf(b).urgency || latest(a, b),
  },
  changed: { title: 'Latest change first', direction: 'descending', compare: latest },
  oldest: { title: 'Longest unchanged first', direction: 'ascending', compare: (a, b) => -latest(a, b) },
  record: { title: 'Record', direction: 'ascending', compare: (a, b) => byRecord(a.pfaId, b.pfaId) },
};

// What the search looks at, by row: rows are new objects whenever something of them changes.
/** @type {WeakMap<Row, string>} */
const texts = new WeakMap();

function textOf(row) {
  let text = texts.get(row);
  if (text === undefined) {
    text = `${row.pfaId} ${lookOf(row).text} ${detailsText(row)}`.toLowerCase();
    texts.set(row, text);
  }
  return text;
}

/**
 * The rows that the board shows, in order.
 *
 * @param {Iterable<Row>} rows @param {{ type?: string, query?: string, order?: string }} wish
 */
export function arranged(rows, { type, query = '', order = 'attention' }) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = [];
  for (const row of rows) {
    if ((!type || row.type === type) && words.every((word) => textOf(row).includes(word))) {
      chosen.push(row);
    }
  }
  return chosen.sort(ORDERS[order].compare);
}
