import { button, element, setText } from '../shared/dom.js';
import { dialog } from '../shared/dialog.js';
import { number, plural } from '../shared/format.js';
import { FAILED_PER_REQUEST, giveUpChosen, retryChosen } from './actions.js';
import { moment, NOTHING } from './text.js';
import { field, table, textInput, two } from './view.js';

/**
 * Lets an admin choose among the failed edits of an organization, and retry or give up those. The list is asked for when the
 * admin says so and after each action, never on a timer: for it the broker walks through all failed edits of the organization.
 *
 * @param {(path: string, query: Record<string, any>) => Promise<any>} read asks an endpoint
 * @param {(action: import('./actions.js').Action, done: () => void) => void} ask asks before the action and carries it out
 */
export function chooseFailed(read, ask) {
  const organization = textInput('failed-organization', { maxlength: '64', required: '' });
  const form = element('form', { class: 'controls', novalidate: '' }, field(organization.id, 'Organization', organization), element('button', {}, 'List'));
  const status = element('p', { class: 'hint', role: 'status' });
  const error = element('p', { class: 'error', role: 'alert' });
  const list = element('div', { class: 'choose' });
  const chosen = () => [...list.querySelectorAll('tbody input:checked')].map(({ value }) => value);
  let listed = '';
  let asks = 0;

  const act = (action) => ask(action(listed, chosen()), () => void load());
  const retry = button('Retry the chosen…', () => act(retryChosen));
  const giveUp = button('Give up the chosen…', () => act(giveUpChosen), { class: 'danger' });
  const every = element('input', { type: 'checkbox', id: 'failed-every' });
  const all = element('label', { class: 'every', for: 'failed-every' }, every, 'All that are listed');

  const refresh = () => {
    const boxes = [...list.querySelectorAll('tbody input:enabled')];
    const count = chosen().length;
    every.checked = count > 0 && count === boxes.length;
    every.indeterminate = count > 0 && count < boxes.length;
    all.hidden = boxes.length === 0;
    retry.disabled = giveUp.disabled = count === 0;
    setText(retry, count === 0 ? 'Retry the chosen…' : `Retry ${number(count)}…`);
    setText(giveUp, count === 0 ? 'Give up the chosen…' : `Give up ${number(count)}…`);
  };

  async function load() {
    const wanted = organization.value.trim();
    setText(error, wanted === '' ? 'Organization is missing.' : '');
    if (wanted === '') {
      organization.focus();
      return;
    }
    setText(status, 'Asking the gateway…');
    const mine = (asks += 1);
    try {
      const { failed, total } = await read('failed', { organizationId: wanted, limit: FAILED_PER_REQUEST });
      if (mine !== asks) {
        return;
      }
      listed = wanted;
      list.replaceChildren(rows(failed, wanted));
      setText(status, failed.length < total ? `The newest ${number(failed.length)} of ${plural(total, 'failed edit')}.` : `${plural(total, 'failed edit')}.`);
    } catch (problem) {
      if (mine !== asks) {
        return;
      }
      listed = '';
      list.replaceChildren();
      setText(status, '');
      setText(error, `The failed edits are not listed: ${problem.message}`);
    }
    refresh();
  }

  form.addEventListener('submit', (submit) => {
    submit.preventDefault();
    void load();
  });
  list.addEventListener('change', refresh);
  every.addEventListener('change', () => {
    list.querySelectorAll('tbody input:enabled').forEach((box) => (box.checked = every.checked));
    refresh();
  });
  const shown = dialog('Choose failed edits', {
    class: 'failed',
    content: [form, error, status, all, list],
    footer: [retry, giveUp],
  });
  refresh();
  shown.showModal();
  organization.focus();
}

function rows(failed, organizationId) {
  return table(`Failed edits of ${organizationId}`, [
    { name: 'Choose', kind: 'act', of: box },
    { name: 'Record', kind: 'code', of: ({ pfaId }) => pfaId ?? NOTHING },
    { name: 'Error', of: ({ error, errorCode }) => two(error, errorCode) },
    { name: 'Changed', of: ({ modifiedBy, fields }) => two(fields.join(', ') || NOTHING, modifiedBy) },
    { name: 'Failed at', of: ({ failedAt }) => moment(failedAt) },
  ], failed, ({ itemId }) => itemId, 'No failed edit waits for a decision.');
}

// A message that was put into the queue by hand may have no id; then only "all" finds it.
function box({ itemId, pfaId, failedAt }) {
  return element('input', { type: 'checkbox', value: itemId, 'aria-label': `Edit of ${pfaId ?? 'a record'} that failed at ${moment(failedAt)}`, ...(itemId === '' && { disabled: '' }) });
}
