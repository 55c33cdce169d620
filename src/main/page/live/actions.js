import { button, element } from '../shared/dom.js';

/** @typedef {import('./store.js').Row} Row */

/**
 * What a person can do about a record: decide a conflict, retry or give up a failed edit. In a row only what the user may do;
 * in the details also why the user may not.
 */
export class Actions {
  #me;
  #failed;
  #conflicts;

  /**
   * @param {import('./me.js').Me} me
   * @param {import('./failed.js').FailedEdits} failed
   * @param {import('./conflict-dialog.js').ConflictDialog} conflicts
   */
  constructor(me, failed, conflicts) {
    this.#me = me;
    this.#failed = failed;
    this.#conflicts = conflicts;
  }

  /** @param {Row} row @param {'row' | 'drawer' | 'notice'} where @returns {HTMLElement[]} */
  of(row, where) {
    const offered = row.optimistic ? [] : this.#offered(row);
    if (offered.length === 0 || this.#me.obstacle === '') {
      return where === 'drawer' && row.type === 'SYNC_FAILED' && !row.optimistic ? [...offered, this.#edits(row)] : offered;
    }
    return where === 'drawer' ? [element('p', { class: 'hint' }, this.#me.obstacle)] : [];
  }

  #offered(/** @type {Row} */ { pfaId, type, details }) {
    if (type === 'SYNC_CONFLICT' && details?.conflictId) {
      return [button('Resolve…', () => this.#conflicts.open(pfaId, details.conflictId), { class: 'quiet', 'aria-label': `Resolve the conflict of ${pfaId}` })];
    }
    if (type === 'SYNC_FAILED') {
      return [
        button('Retry', () => void this.#failed.retry(pfaId), { class: 'quiet', 'aria-label': `Retry the edit of ${pfaId}` }),
        button('Give up', () => void this.#failed.giveUp(pfaId), { class: 'quiet danger', 'aria-label': `Give up the edit of ${pfaId}` }),
      ];
    }
    return [];
  }

  // Who changed what, and when: the event does not tell it.
  #edits({ pfaId }) {
    const place = element('div', { class: 'failed-edits' }, element('p', { class: 'hint' }, 'Asking the gateway for the edit…'));
    void this.#failed.of(pfaId).then(
      (edits) => place.replaceChildren(...(edits.length === 0
        ? [element('p', { class: 'hint' }, 'No failed edit of this record is kept: it was a sample write, or was seen to elsewhere.')]
        : edits.flatMap((edit) => this.#failed.describe(edit, edits.length > 1)))),
      (error) => place.replaceChildren(element('p', { class: 'hint' }, `The edit cannot be shown: ${error.message}`)),
    );
    return place;
  }
}
