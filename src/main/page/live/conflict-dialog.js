import { api } from '../shared/api.js';
import { state } from '../shared/badges.js';
import { button, element, setText } from '../shared/dom.js';
import { dialog } from '../shared/dialog.js';
import { dateTime } from '../shared/format.js';
import { toast } from '../shared/toast.js';
import { Decision } from './conflict.js';
import { label, shown } from './fields.js';

/** @typedef {import('./conflict.js').Conflict} Conflict */

const STRATEGIES = [
  ['use_local', 'Keep the edit', 'All values of the edit are written.'],
  ['use_pems', 'Keep PEMS', 'The whole edit is dropped, also its fields without a conflict.'],
  ['merge', 'Choose for each field', 'Fields without a conflict keep the value of the edit.'],
];

const SIDES = /** @type {const} */ ([
  ['mine', 'The edit'],
  ['pems', 'PEMS'],
]);

const CLOSED = 'This conflict is not open any more: it has been decided, or it came from a sample write.';

let made = 0;

/** Lets a person decide a conflict: both sides next to each other, three strategies, a preview, by REST. */
export class ConflictDialog {
  #store;
  #organization;

  /** @param {import('./store.js').Store} store @param {() => string} organization */
  constructor(store, organization) {
    this.#store = store;
    this.#organization = organization;
  }

  /** Opens at once; the values follow. @param {string} pfaId @param {string} conflictId */
  open(pfaId, conflictId) {
    const body = element('div', { class: 'conflict-body' }, element('p', { class: 'hint', role: 'status' }, 'Asking the gateway for the values…'));
    const problem = element('p', { class: 'error', role: 'alert' });
    const view = { pfaId, conflictId, body, problem, shown: dialog(`Conflict of ${pfaId}`, { class: 'conflict', content: [body, problem] }) };
    const end = this.#store.subscribe((changed) => changed.has(pfaId) && this.#followed(view));
    view.shown.addEventListener('close', end);
    view.shown.showModal();
    void this.#load(view);
  }

  async #load(view) {
    try {
      const { conflicts } = await api('api/pems/conflicts', { query: { organizationId: this.#organization(), pfaId: view.pfaId, size: 100 } });
      const conflict = conflicts.find(({ id }) => id === view.conflictId);
      if (conflict) {
        this.#show(view, conflict);
      } else {
        view.body.replaceChildren(element('p', {}, CLOSED));
      }
    } catch (error) {
      view.body.replaceChildren(button('Try again', () => void this.#load(view)));
      setText(view.problem, `The values cannot be shown: ${error.message}`);
    }
  }

  // The record has got another state while the dialog was open.
  #followed(view) {
    const row = this.#store.records.get(view.pfaId);
    if (!view.applying && view.apply && !(row?.type === 'SYNC_CONFLICT' && row.details?.conflictId === view.conflictId)) {
      view.apply.disabled = true;
      view.over = true;
      setText(view.problem, CLOSED);
    }
  }

  /** @param {any} view @param {Conflict} conflict */
  #show(view, conflict) {
    const decision = new Decision(conflict);
    setText(view.problem, '');
    const { category, class: kind } = conflict.pfaDetails;
    const apply = (view.apply = button('Apply', () => void this.#apply(view, decision), { class: 'primary' }));
    const missing = element('p', { class: 'hint', role: 'status' });
    const parts = { table: this.#table(decision, () => refresh()), missing, apply };
    const refresh = () => this.#refresh(view, decision, parts);
    view.body.replaceChildren(
      element('p', {}, [kind, category && `(${category})`].filter(Boolean).join(' ')),
      element('p', { class: 'hint' },
        `${conflict.modifiedBy} edited version ${conflict.localVersion}. PEMS has version ${conflict.pemsVersion} since, with other values. Found ${dateTime(new Date(conflict.createdAt))}.`),
      this.#strategies(decision, refresh),
      parts.table.node,
      element('footer', {}, missing, button('Cancel', () => view.shown.close()), apply),
    );
    refresh();
    view.body.querySelector('input')?.focus();
  }

  #strategies(decision, refresh) {
    const name = `strategy-${(made += 1)}`;
    const choice = element('fieldset', { class: 'strategies' }, element('legend', {}, 'Whose values win?'));
    for (const [value, title, text] of STRATEGIES) {
      const hint = element('span', { class: 'hint', id: `${name}-${value}` }, text);
      const input = element('input', { type: 'radio', name, value, 'aria-describedby': hint.id });
      if (value === 'merge' && decision.noMerge !== '') {
        input.disabled = true;
        setText(hint, decision.noMerge);
      }
      input.addEventListener('change', () => {
        decision.strategy = value;
        refresh();
      });
      choice.append(element('label', {}, input, element('span', {}, element('strong', {}, title), hint)));
    }
    return choice;
  }

  #table(decision, refresh) {
    const head = ['Field', 'The edit', 'PEMS', 'Will be'].map((title) => element('th', { scope: 'col', role: 'columnheader' }, title));
    const rows = decision.fields.map((field) => this.#row(decision, field, refresh));
    // The roles: narrow screens show the table as blocks, which would take them away.
    const node = element('table', { class: 'sides', role: 'table', 'aria-label': 'Both sides' },
      element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...head)),
      element('tbody', { role: 'rowgroup' }, ...rows.map((row) => row.node)));
    return { node, rows };
  }

  #row(decision, field, refresh) {
    const name = `field-${(made += 1)}`;
    const mark = decision.inConflict(field)
      ? state('warn', 'Conflict')
      : element('span', { class: 'hint' }, 'changed by the edit only');
    const inputs = /** @type {any[]} */ ([]);
    const cells = SIDES.map(([side, title]) => {
      const text = decision.masked(field) ? 'hidden (perm_ViewFinancials)' : shown(field, decision.value(field, side));
      if (!decision.inConflict(field)) {
        return element('td', { role: 'cell', 'data-title': title }, text);
      }
      const input = element('input', { type: 'radio', name, value: side, 'aria-label': `${label(field)}: ${title}, ${text}` });
      input.addEventListener('change', () => {
        decision.choose(field, side);
        refresh();
      });
      inputs.push(input);
      return element('td', { role: 'cell', 'data-title': title }, element('label', {}, input, element('span', {}, text)));
    });
    const result = element('td', { role: 'cell', class: 'result', 'data-title': 'Will be' });
    const node = element('tr', { role: 'row', class: decision.inConflict(field) ? 'in-conflict' : '' },
      element('th', { scope: 'row', role: 'rowheader' }, label(field), ' ', mark), ...cells, result);
    return { node, field, inputs, result };
  }

  #refresh(view, decision, { table, missing, apply }) {
    const merging = decision.strategy === 'merge';
    table.node.classList.toggle('merging', merging);
    for (const { field, inputs, result } of table.rows) {
      inputs.forEach((input) => (input.hidden = !merging));
      const side = decision.result(field);
      setText(result, side === undefined ? '' : decision.masked(field) ? 'hidden' : shown(field, decision.value(field, side)));
      result.dataset.side = side ?? '';
    }
    setText(missing, decision.missing);
    apply.disabled = decision.missing !== '' || view.over === true;
  }

  async #apply(view, decision) {
    view.applying = true;
    view.apply.disabled = true;
    setText(view.problem, '');
    const [type, details] = decision.expected;
    const undo = this.#store.optimistic(view.pfaId, type, details);
    try {
      await api(`api/pems/conflicts/${view.conflictId}/resolve`, {
        method: 'POST',
        query: { organizationId: this.#organization() },
        body: decision.body,
      });
      toast(type === 'SYNC_QUEUED' ? `${view.pfaId} is queued with your decision` : `${view.pfaId} keeps the values of PEMS`, 'good');
      view.shown.close();
    } catch (error) {
      undo();
      view.applying = false;
      view.apply.disabled = error.status === 404 || error.status === 409;
      setText(view.problem, complaint(error));
    }
  }
}

function complaint(error) {
  if (error.status === 404) {
    return CLOSED;
  }
  const faults = error.problem?.validationErrors ?? [];
  return [error.message, ...faults.map(({ field, message }) => `${label(field)}: ${message}`)].join(' – ');
}
