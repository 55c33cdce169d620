import { detailsText, lookOf } from '../shared/badges.js';
import { $, button, element, icon } from '../shared/dom.js';
import { number } from '../shared/format.js';
import { toast } from '../shared/toast.js';
import { Tally } from './tally.js';

/** @typedef {import('./store.js').Row} Row */

const TYPES = /** @type {const} */ (['SYNC_FAILED', 'SYNC_CONFLICT']);
const TITLES = {
  SYNC_FAILED: ['1 failed edit needs a decision', 'failed edits need a decision'],
  SYNC_CONFLICT: ['1 conflict needs a decision', 'conflicts need a decision'],
};

// Records that a notice names; the board has the others.
const NAMED = 3;

const TOASTS_EVERY_MS = 2_000;

// domain.md 2.5: good news stays for three seconds.
const GOOD_NEWS_MS = 3_000;

/**
 * Tells of what needs a person and of what happens. A notice for conflicts and one for failed edits stay until each of their
 * records has got another state, so nothing is lost while the user looks elsewhere. Toasts tell of the rest, and go.
 */
export class Notices {
  #store;
  #actionsFor;
  #showAll;
  #tally = new Tally();
  #telling = false;
  /** What the notices show, to leave them alone, and the focus in them, while nothing of it changes. */
  #shown = new Map();
  /** Notices put away, by type: the records that they were about. @type {Map<string, Set<string>>} */
  #away = new Map();

  /**
   * @param {import('./store.js').Store} store
   * @param {(row: Row, where: 'notice') => HTMLElement[]} actionsFor
   * @param {(type: string) => void} showAll shows the records of this type on the board
   */
  constructor(store, actionsFor, showAll) {
    this.#store = store;
    this.#actionsFor = actionsFor;
    this.#showAll = showAll;
    for (const type of TYPES) {
      $('notices').append(element('div', { class: 'notice', 'data-notice': type, 'data-tone': lookOf({ type }).tone, hidden: '' }));
    }
    store.subscribe((changed) => {
      if (changed.size > 0) {
        this.show();
      }
    });
    store.onEvent((event) => this.#happened(event));
  }

  /** Shows the notices again, such as when the user's permissions have changed. @param {boolean} [anew] */
  show(anew = false) {
    const open = this.#open();
    for (const type of TYPES) {
      const rows = open[type];
      const away = this.#away.get(type);
      const put = away !== undefined && rows.every(({ eventId }) => away.has(eventId ?? ''));
      const named = rows.sort((a, b) => b.order - a.order).slice(0, NAMED);
      const key = put ? '' : [rows.length, ...named.map(({ eventId }) => eventId)].join(' ');
      if (anew || this.#shown.get(type) !== key) {
        this.#shown.set(type, key);
        this.#draw(type, put ? [] : rows, named);
      }
    }
  }

  /** The records that need a person. One with an optimistic state comes back when that is taken back. */
  #open() {
    /** @type {Record<string, Row[]>} */
    const open = { SYNC_FAILED: [], SYNC_CONFLICT: [] };
    if (!(this.#store.counts.SYNC_FAILED > 0 || this.#store.counts.SYNC_CONFLICT > 0)) {
      return open;
    }
    for (const row of this.#store.records.values()) {
      open[row.type]?.push(row);
    }
    return open;
  }

  #draw(type, rows, named) {
    const notice = /** @type {HTMLElement} */ ($('notices').querySelector(`[data-notice="${type}"]`));
    const focused = notice.contains(document.activeElement);
    notice.hidden = rows.length === 0;
    if (rows.length === 0) {
      notice.replaceChildren();
      if (focused) {
        $('board-heading').focus();
      }
      return;
    }
    const [one, many] = TITLES[type];
    const title = element('h2', { tabindex: '-1' }, icon(lookOf({ type }).symbol), rows.length === 1 ? one : `${number(rows.length)} ${many}`);
    const all = button(`Show ${rows.length === 1 ? 'it' : 'all'}`, () => this.#showAll(type), { class: 'quiet' });
    const away = button('Put away', () => this.#putAway(type, rows), { class: 'quiet', 'aria-label': `Put away: ${title.textContent}` });
    notice.replaceChildren(
      element('div', { class: 'notice-head' }, title, all, away),
      element('ul', {}, ...named.map((row) => this.#entry(row))),
    );
    if (focused) {
      title.focus();
    }
  }

  #entry(row) {
    return element('li', {},
      element('span', { class: 'pfa' }, row.pfaId),
      element('span', { class: 'notice-text' }, detailsText(row)),
      element('span', { class: 'notice-actions' }, ...this.#actionsFor(row, 'notice')));
  }

  // It comes back when another record gets the state.
  #putAway(type, rows) {
    this.#away.set(type, new Set(rows.map(({ eventId }) => eventId ?? '')));
    this.show();
  }

  #happened(event) {
    this.#tally.add(event);
    if (!this.#telling && !this.#tally.empty) {
      this.#telling = true;
      // The first at once; what follows is collected.
      setTimeout(() => this.#tell(), 0);
    }
  }

  #tell() {
    // Screen readers hear totals of the page's announcement instead.
    this.#tally.take().forEach(({ text, tone }) => toast(text, /** @type {any} */ (tone), { silent: true, ms: tone === 'good' ? GOOD_NEWS_MS : undefined }));
    setTimeout(() => {
      this.#telling = false;
      if (!this.#tally.empty) {
        this.#telling = true;
        this.#tell();
      }
    }, TOASTS_EVERY_MS);
  }
}
