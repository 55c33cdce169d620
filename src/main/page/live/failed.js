import { api } from '../shared/api.js';
import { button, element } from '../shared/dom.js';
import { confirm, dialog } from '../shared/dialog.js';
import { dateTime, plural } from '../shared/format.js';
import { toast } from '../shared/toast.js';
import { label } from './fields.js';

/**
 * @typedef {object} FailedEdit an answer of `GET /api/pems/failed`
 * @property {string} itemId
 * @property {string} pfaId
 * @property {string[]} fields
 * @property {string} modifiedBy
 * @property {string} queuedAt
 * @property {string} failedAt
 * @property {string} error
 * @property {string} errorCode
 * @property {number} retryCount
 */

const GONE = 'No failed edit of this record is kept any more: it was retried or given up elsewhere, or it was a sample write.';

// A few edits of one record; more than a dialog can show are behind them.
const MOST = 20;

/** Retries failed edits and gives them up, by REST. What it expects is shown at once, and corrected by the stream. */
export class FailedEdits {
  #store;
  #organization;

  /** @param {import('./store.js').Store} store @param {() => string} organization */
  constructor(store, organization) {
    this.#store = store;
    this.#organization = organization;
  }

  /** The failed edits of a record, newest first. @param {string} pfaId @returns {Promise<FailedEdit[]>} */
  async of(pfaId) {
    const { failed } = await api('api/pems/failed', { query: { organizationId: this.#organization(), pfaId, size: MOST } });
    return failed;
  }

  /** Retries the failed edit of a record; lets the user choose if there are several. @param {string} pfaId */
  async retry(pfaId) {
    const undo = this.#store.optimistic(pfaId, 'SYNC_QUEUED');
    await this.#try(undo, `${pfaId} is not retried`, async () => {
      const edits = await this.of(pfaId);
      if (edits.length === 1) {
        await this.#send('POST', edits[0], '/retry');
      } else {
        undo();
        this.#several(pfaId, edits);
      }
    });
  }

  /** Gives up the failed edit of a record after a question; lets the user choose if there are several. @param {string} pfaId */
  async giveUp(pfaId) {
    await this.#try(() => {}, `${pfaId} is not given up`, async () => {
      const edits = await this.of(pfaId);
      if (edits.length === 1) {
        await this.giveUpEdit(edits[0]);
      } else {
        this.#several(pfaId, edits);
      }
    });
  }

  /** @param {FailedEdit} edit @returns {Promise<boolean>} whether it was sent */
  async retryEdit(edit) {
    const undo = this.#store.optimistic(edit.pfaId, 'SYNC_QUEUED');
    return this.#try(undo, `${edit.pfaId} is not retried`, () => this.#send('POST', edit, '/retry'));
  }

  /** @param {FailedEdit} edit @returns {Promise<boolean>} whether it was sent */
  async giveUpEdit(edit) {
    const sure = await confirm(
      `Give up the edit of ${edit.pfaId}?`,
      `${edit.modifiedBy} changed ${edit.fields.map(label).join(', ')}. These values have not reached PEMS, and are lost when the edit is given up.`,
      'Give up',
    );
    if (!sure) {
      return false;
    }
    const undo = this.#store.optimistic(edit.pfaId, 'SYNC_REMOVED', { reason: 'given_up' });
    return this.#try(undo, `${edit.pfaId} is not given up`, async () => {
      await this.#send('DELETE', edit, '');
      // While another edit of the record is open, the gateway tells nothing, and the record keeps its state.
      if ((await this.of(edit.pfaId)).length > 0) {
        undo();
      }
      toast(`The edit of ${edit.pfaId} is given up`, 'none');
    });
  }

  async #send(method, edit, action) {
    await api(`api/pems/failed/${edit.itemId}${action}`, { method, query: { organizationId: this.#organization() } });
  }

  async #try(undo, failure, request) {
    try {
      await request();
      return true;
    } catch (error) {
      undo();
      toast(`${failure}: ${error.status === 404 ? GONE : error.message}`, 'bad');
      return false;
    }
  }

  #several(pfaId, edits) {
    if (edits.length === 0) {
      toast(GONE, 'warn');
      return;
    }
    const list = element('ul', { class: 'failed-edits' });
    const shown = dialog(`${plural(edits.length, 'failed edit')} of ${pfaId}`, { class: 'several', content: [list] });
    list.append(...edits.map((edit) => element('li', {}, ...this.describe(edit), this.buttons(edit, () => shown.close()))));
    shown.showModal();
  }

  /**
   * What a person should know of a failed edit.
   *
   * @param {FailedEdit} edit @param {boolean} [error] whether also the error, which the record's state tells of one edit
   * @returns {Node[]}
   */
  describe(edit, error = true) {
    const retries = edit.retryCount > 0 ? `, after ${plural(edit.retryCount, 'retry', 'retries')}` : '';
    return [
      ...(error ? [element('p', { class: 'failed-error' }, edit.error)] : []),
      element('p', { class: 'hint' }, element('code', {}, edit.errorCode), ' ',
        `${edit.modifiedBy} changed ${edit.fields.map(label).join(', ')}. Saved ${dateTime(new Date(edit.queuedAt))}, failed ${dateTime(new Date(edit.failedAt))}${retries}.`),
    ];
  }

  /** @param {FailedEdit} edit @param {() => void} [done] called after one of the two was sent */
  buttons(edit, done = () => {}) {
    const then = async (/** @type {Promise<boolean>} */ sent) => {
      if (await sent) {
        done();
      }
    };
    return element('div', { class: 'controls' },
      button('Retry', () => void then(this.retryEdit(edit)), { class: 'quiet' }),
      button('Give up', () => void then(this.giveUpEdit(edit)), { class: 'quiet danger' }));
  }
}
