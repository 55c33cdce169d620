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

// What the search looks at, by row or event: rows are new objects whenever something of them changes.
/** @type {WeakMap<object, string>} */
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
 * Those of the rows, or events, that a person wants to see: of one type, with all words of a search.
 *
 * @template {{ type: string, pfaId: string }} T
 * @param {Iterable<T>} rows @param {{ type?: string, query?: string }} wish @returns {T[]}
 */
export function chosen(rows, { type, query = '' }) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  for (const row of rows) {
    if ((!type || row.type === type) && words.every((word) => textOf(row).includes(word))) {
      found.push(row);
    }
  }
  return found;
}

/**
 * The rows that the board shows, in order.
 *
 * @param {Iterable<Row>} rows @param {{ type?: string, query?: string, order?: string }} wish
 */
export const arranged = (rows, wish) => chosen(rows, wish).sort(ORDERS[wish.order ?? 'attention'].compare);
