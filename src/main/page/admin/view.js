import { element, icon } from '../shared/dom.js';

/**
 * A list of names and values. A value is a text, a node, or several of them.
 *
 * @param {any[][]} entries
 */
export function facts(entries) {
  const list = element('dl', { class: 'facts' });
  for (const [name, value] of entries) {
    list.append(element('div', {}, element('dt', {}, name), element('dd', {}, ...[value].flat())));
  }
  return list;
}

/** @param {string} title @param {...(string | Node)} content */
export function card(title, ...content) {
  return element('section', { class: 'card' }, element('h3', {}, title), ...content);
}

/** @param {string} text */
export const hint = (text) => element('p', { class: 'hint' }, text);

/** What could not be shown, and why. @param {string} text */
export const trouble = (text) => element('p', { class: 'trouble', 'data-tone': 'bad' }, icon('cross'), element('span', {}, text));

/** One thing, and another below it. @param {string | Node} first @param {string | Node} [second] */
export const two = (first, second) => [
  element('span', { class: 'line' }, first),
  ...(second ? [element('span', { class: 'line hint' }, second)] : []),
];

/** A form field with its label. @param {string} id @param {string} label @param {HTMLElement} input @param {...Node} below */
export const field = (id, label, input, ...below) => element('div', { class: 'field' }, element('label', { for: id }, label), input, ...below);

/** The input of a field for ids and other texts that the browser should not change. @param {string} id @param {Record<string, string>} attributes */
export const textInput = (id, attributes) => element('input', { id, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', ...attributes });

/** @param {string} href @param {string} text */
export const anchor = (href, text) => element('a', { href }, text);

/**
 * A button that begins an action. The page listens for clicks on `data-act`, so that a row that outlives its data still
 * acts on what it shows.
 *
 * @param {string} text @param {string} act @param {Record<string, string>} [data] @param {string} [label] for screen readers
 */
export function act(text, act, data = {}, label = undefined) {
  const attributes = { type: 'button', class: 'quiet', 'data-act': act, ...(label && { 'aria-label': label }) };
  for (const [name, value] of Object.entries(data)) {
    attributes[`data-${name}`] = value;
  }
  return element('button', attributes, text);
}

/**
 * `of` gives the content of a cell: a text, a node, or several of them. `kind` is the class of the cells.
 *
 * @typedef {{ name: string, of(row: any): any, kind?: string }} Column
 */

/**
 * A table; on narrow screens each row is a block with the columns' names before the values.
 *
 * @param {string} caption @param {Column[]} columns @param {any[]} rows @param {(row: any) => string} key
 * @param {string} empty shown instead of a table without rows
 * @param {(row: any) => string} [looks] everything that a row shows: a row that looks as before is not made again, which is
 *   most of the work of a long list
 */
export function table(caption, columns, rows, key, empty, looks) {
  if (rows.length === 0) {
    return element('p', { class: 'empty' }, empty);
  }
  const head = columns.map(({ name, kind }) =>
    element('th', { scope: 'col', role: 'columnheader', ...(kind && { class: kind }) },
      ...(kind === 'act' ? [element('span', { class: 'visually-hidden' }, name)] : [name])),
  );
  const seen = new Map();
  const shown = looks ? looksOf(caption) : new Map();
  const body = rows.map((row) => {
    const known = unique(key(row), seen);
    const look = looks ? hash(looks(row)) : '';
    const attributes = { role: 'row', 'data-key': known, ...(looks && { 'data-look': look }) };
    if (looks && shown.get(known) === look) {
      return element('tr', { ...attributes, 'data-same': '' });
    }
    return element('tr', attributes,
      ...columns.map(({ name, of, kind }) =>
        element('td', { role: 'cell', 'data-label': kind === 'act' ? '' : name, ...(kind && { class: kind }) }, ...[of(row)].flat())));
  });
  return element('table', { class: 'rows', role: 'table', 'data-key': caption },
    element('caption', { class: 'visually-hidden' }, caption),
    element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...head)),
    element('tbody', { role: 'rowgroup' }, ...body));
}

/** How the rows in the page look, by their keys. */
function looksOf(caption) {
  const rows = document.querySelectorAll(`#body table[data-key="${caption}"] tr[data-look]`);
  return new Map([...rows].map((row) => [row.getAttribute('data-key'), row.getAttribute('data-look')]));
}

// Short, so that a thousand of them do not fill the page.
function hash(text) {
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    value = (Math.imul(value, 31) + text.charCodeAt(i)) | 0;
  }
  return `${text.length}.${value}`;
}

function unique(key, seen) {
  const before = seen.get(key) ?? 0;
  seen.set(key, before + 1);
  return before === 0 ? key : `${key} ${before}`;
}

/** A share of a limit as a bar with its text. @param {string} name @param {number} share 0 to 1 @param {string} text */
export function gauge(name, share, text) {
  const meter = element('meter', { 'aria-label': name, min: '0', max: '1', high: '0.8', low: '0.8', optimum: '0', value: String(share) });
  return [text, meter];
}
