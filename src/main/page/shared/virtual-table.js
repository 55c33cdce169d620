import { element, setText } from './dom.js';
import { number } from './format.js';

// Rows kept ready above and below those in sight, so that scrolling shows no blanks.
const SPARE = 6;

/**
 * @template T
 * @typedef {object} Column
 * @property {string} key also the class of its cells
 * @property {string} title
 * @property {string} width as in grid-template-columns
 * @property {string} [sort] the name of the order that a press on its title asks for
 * @property {(item: T, cell: HTMLElement) => void} show fills a cell; called when the item of a row changes
 * @property {boolean} [ages] whether `show` also depends on the time: called again by `tick()`
 */

/**
 * A table that has elements only for the rows in sight, so that 25,000 items cost no more than 20. One tab stop: arrows,
 * Page Up and Down, Home and End move the active row, Enter opens it. Shows the array that it is given; order and filter
 * are the caller's.
 *
 * @template T
 */
export class VirtualTable {
  /** @type {HTMLElement} */
  #root;
  #head;
  #body;
  #options;
  /** @type {T[]} */
  #items = [];
  /** The rows in sight by the key of their item. @type {Map<string, any>} */
  #rows = new Map();
  /** @type {any[]} */
  #unused = [];
  /** @type {string | undefined} */
  #active;
  #rowHeight = 44;
  #made = 0;
  #touchedAt = -Infinity;

  /**
   * @param {HTMLElement} root an empty element, which scrolls
   * @param {{ label: string, columns: Column<T>[], key: (item: T) => string, open: (item: T) => void,
   *   sort?: (order: string) => void }} options
   */
  constructor(root, options) {
    this.#root = root;
    this.#options = options;
    this.#head = element('div', { class: 'grid-row', role: 'row', 'aria-rowindex': '1' }, ...options.columns.map((c) => this.#title(c)));
    this.#body = element('div', { class: 'grid-body', role: 'rowgroup' });
    root.classList.add('grid');
    for (const [name, value] of Object.entries({ role: 'grid', tabindex: '0', 'aria-label': options.label })) {
      root.setAttribute(name, value);
    }
    root.setAttribute('aria-colcount', String(options.columns.length));
    root.style.setProperty('--columns', options.columns.map(({ width }) => width).join(' '));
    root.append(element('div', { class: 'grid-head', role: 'rowgroup' }, this.#head), this.#body);

    root.addEventListener('scroll', () => this.#render(), { passive: true });
    root.addEventListener('keydown', (event) => this.#key(event));
    this.#body.addEventListener('click', (event) => this.#click(event));
    this.#body.addEventListener('pointermove', () => (this.#touchedAt = performance.now()), { passive: true });
    new ResizeObserver(() => this.#measure()).observe(root);
  }

  /** Milliseconds since the pointer moved over the rows or a key moved among them: just then rows should stay in place. */
  get untouchedMs() {
    return performance.now() - this.#touchedAt;
  }

  /** Shows these items, in this order. Rows of items that are the same object as before are left alone. @param {T[]} items */
  show(items) {
    this.#items = items;
    this.#root.setAttribute('aria-rowcount', String(items.length + 1));
    this.#body.style.height = `${items.length * this.#rowHeight}px`;
    this.#render();
  }

  /** Shows all rows again, since something besides their items has changed. */
  refresh() {
    this.#rows.forEach((row) => (row.item = undefined));
    this.#render();
  }

  /** Shows again what depends on the time. */
  tick() {
    const ages = this.#options.columns.filter((column) => column.ages);
    for (const row of this.#rows.values()) {
      for (const column of ages) {
        column.show(row.item, row.cells[column.key]);
      }
    }
  }

  /** Marks the column whose order is shown. @param {string} order @param {'ascending' | 'descending'} direction */
  sorted(order, direction) {
    this.#options.columns.forEach((column, index) => {
      if (column.sort) {
        this.#head.children[index].setAttribute('aria-sort', column.sort === order ? direction : 'none');
      }
    });
  }

  /** Goes back to the first row. */
  toTop() {
    this.#root.scrollTop = 0;
  }

  focus() {
    this.#root.focus();
  }

  #title(column) {
    const title = element('div', { class: column.key, role: 'columnheader' });
    if (column.sort) {
      const press = element('button', { type: 'button' }, column.title);
      press.addEventListener('click', () => this.#options.sort?.(column.sort));
      title.append(press);
    } else {
      title.append(column.title);
    }
    return title;
  }

  #measure() {
    const row = getComputedStyle(this.#root).getPropertyValue('--row').trim();
    const height = parseFloat(row) * (row.endsWith('rem') ? parseFloat(getComputedStyle(document.documentElement).fontSize) : 1);
    if (height > 0 && height !== this.#rowHeight) {
      this.#rowHeight = height;
      this.#body.style.height = `${this.#items.length * height}px`;
    }
    this.#render();
  }

  #render() {
    const first = Math.max(0, Math.floor(this.#root.scrollTop / this.#rowHeight) - SPARE);
    const end = Math.min(this.#items.length, first + Math.ceil(this.#root.clientHeight / this.#rowHeight) + 2 * SPARE);
    const seen = this.#items.slice(first, end);
    const keys = new Set(seen.map(this.#options.key));
    for (const [key, row] of this.#rows) {
      if (!keys.has(key)) {
        this.#rows.delete(key);
        this.#unused.push(row);
      }
    }
    seen.forEach((item, index) => this.#place(item, first + index));
    // A focused button of a row goes with its row; then the table gets the focus.
    for (const row of this.#unused) {
      if (row.node.contains(document.activeElement)) {
        this.#root.focus();
      }
      row.node.hidden = true;
    }
    const active = this.#active === undefined ? undefined : this.#rows.get(this.#active);
    if (active) {
      this.#root.setAttribute('aria-activedescendant', active.node.id);
    } else {
      this.#root.removeAttribute('aria-activedescendant');
    }
  }

  #place(item, index) {
    const key = this.#options.key(item);
    let row = this.#rows.get(key);
    if (!row) {
      row = this.#unused.pop() ?? this.#newRow();
      row.node.hidden = false;
      row.key = key;
      row.node.dataset.key = key;
      this.#rows.set(key, row);
    }
    if (row.item !== item) {
      row.item = item;
      for (const column of this.#options.columns) {
        column.show(item, row.cells[column.key]);
      }
    }
    if (row.index !== index) {
      row.index = index;
      row.node.style.transform = `translateY(${index * this.#rowHeight}px)`;
      row.node.setAttribute('aria-rowindex', String(index + 2));
    }
    if (row.height !== this.#rowHeight) {
      row.height = this.#rowHeight;
      row.node.style.transform = `translateY(${index * this.#rowHeight}px)`;
    }
    const active = key === this.#active;
    if (row.active !== active) {
      row.active = active;
      row.node.classList.toggle('active', active);
      row.node.setAttribute('aria-selected', String(active));
    }
  }

  #newRow() {
    const cells = {};
    const node = element('div', { class: 'grid-row', role: 'row', id: `${this.#root.id}-row-${(this.#made += 1)}` });
    for (const { key } of this.#options.columns) {
      cells[key] = element('div', { class: key, role: 'gridcell' });
      node.append(cells[key]);
    }
    this.#body.append(node);
    return { node, cells };
  }

  // --- Mouse and keyboard.

  #click(event) {
    const node = event.target.closest('.grid-row');
    if (node && !event.target.closest('button, a, input')) {
      const row = this.#rows.get(node.dataset.key);
      this.#active = row.key;
      this.#render();
      this.#options.open(row.item);
    }
  }

  #key(event) {
    if (event.target !== this.#root || event.ctrlKey || event.altKey || event.metaKey || this.#items.length === 0) {
      return;
    }
    const at = this.#items.findIndex((item) => this.#options.key(item) === this.#active);
    const page = Math.max(1, Math.floor(this.#root.clientHeight / this.#rowHeight) - 2);
    const last = this.#items.length - 1;
    const targets = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? last : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: last,
    };
    if (event.key === 'Enter' && at >= 0) {
      event.preventDefault();
      this.#options.open(this.#items[at]);
    } else if (Object.hasOwn(targets, event.key)) {
      event.preventDefault();
      this.#touchedAt = performance.now();
      this.#activate(Math.min(last, Math.max(0, targets[event.key])));
    }
  }

  #activate(index) {
    this.#active = this.#options.key(this.#items[index]);
    const head = this.#head.offsetHeight;
    const top = index * this.#rowHeight;
    const height = this.#root.clientHeight - head;
    if (top < this.#root.scrollTop) {
      this.#root.scrollTop = top;
    } else if (top + this.#rowHeight > this.#root.scrollTop + height) {
      this.#root.scrollTop = top + this.#rowHeight - height;
    }
    this.#render();
  }
}

/** "412 of 5,000 records", or "5,000 records" if all are shown. @param {Element} node @param {number} shown @param {number} all @param {string} noun */
export function showExtent(node, shown, all, noun) {
  const nouns = all === 1 ? noun : `${noun}s`;
  setText(node, shown === all ? `${number(all)} ${nouns}` : `${number(shown)} of ${number(all)} ${nouns}`);
}
