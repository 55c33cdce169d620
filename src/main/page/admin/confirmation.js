import { button, element, setText } from '../shared/dom.js';
import { dialog } from '../shared/dialog.js';
import { toast } from '../shared/toast.js';
import { field, textInput } from './view.js';

/**
 * Asks before an action, says exactly what it does, and shows how it goes. The dialog stays open with the reason when the
 * gateway refuses, so that nothing typed is lost.
 *
 * @param {import('./actions.js').Action} action
 * @param {(method: string, path: string, body?: any, signal?: AbortSignal) => Promise<any>} send
 * @param {() => string} now the gateway's clock
 * @param {() => void} done called after the action, also after one that was done in part
 */
export function confirmation(action, send, now, done) {
  const stop = new AbortController();
  const fields = (action.fields ?? []).map(fieldOf);
  const status = element('p', { class: 'hint', role: 'status' });
  const error = element('p', { class: 'error', role: 'alert' });
  const confirmed = element('button', { class: action.danger ? 'danger' : 'primary' }, action.confirm);
  const cancel = button('Cancel', () => shown.close());
  const form = element('form', { novalidate: '' },
    element('ul', { class: 'says' }, ...action.says.map((text) => element('li', {}, text))),
    ...fields.map(({ element: made }) => made),
    status, error,
    element('footer', {}, cancel, confirmed));
  const shown = dialog(action.title, { class: 'confirmation', content: [form] });
  shown.addEventListener('close', () => stop.abort());

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(fields.map(({ name, input }) => [name, input.value.trim()]));
    const wrong = fields.find((one) => !one.check(values));
    if (wrong) {
      wrong.input.focus();
      return;
    }
    setText(error, '');
    setText(status, 'Under way…');
    confirmed.disabled = true;
    try {
      const text = await action.run({ send, now }, values, (progress) => setText(status, progress), stop.signal);
      shown.close();
      toast(text, 'good');
    } catch (failure) {
      setText(status, '');
      setText(error, failure.message);
      if (!shown.open) {
        toast(stop.signal.aborted ? 'Stopped. What was done stays done.' : failure.message, 'warn');
      }
    } finally {
      confirmed.disabled = false;
      done();
    }
  });
  shown.showModal();
  (fields.find(({ input }) => input.value === '')?.input ?? cancel).focus();
}

/** @param {any} described one of the fields of the action */
function fieldOf({ name, label, hint, required, value = '', mustBe, most = 255 }) {
  const id = `confirm-${name}`;
  const input = textInput(id, {
    value, maxlength: String(most), 'aria-describedby': `${id}-hint ${id}-error`, ...(required && { required: '' }),
  });
  const error = element('p', { class: 'error', id: `${id}-error` });
  const check = (values) => {
    const text =
      required && values[name] === '' ? `${label} is missing.`
      : mustBe && values[name] !== values[mustBe] ? 'This is not the organization above.'
      : '';
    setText(error, text);
    input.toggleAttribute('aria-invalid', false);
    if (text) {
      input.setAttribute('aria-invalid', 'true');
    }
    return text === '';
  };
  return { name, input, check, element: field(id, label, input, element('p', { class: 'hint', id: `${id}-hint` }, hint ?? ''), error) };
}
