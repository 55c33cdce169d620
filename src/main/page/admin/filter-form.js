import { button, element } from '../shared/dom.js';
import { link, parse } from './address.js';
import { field, textInput } from './view.js';

/**
 * @typedef {{ name: string, label: string, search?: boolean, options?: [string, string][] }} FilterField
 */

/**
 * Makes a form whose fields are the parameters of the section's address, so that a filter survives a reload and can be
 * sent to a colleague. Changes take effect on Enter, or when a field is left or a choice is made.
 *
 * @param {string} section @param {FilterField[]} fields
 * @returns {{ element: HTMLFormElement, show(params: Record<string, string>): void }}
 */
export function filterForm(section, fields) {
  const inputs = new Map();
  const form = element('form', { class: 'controls filter', role: 'search', novalidate: '' });
  for (const { name, label, search, options } of fields) {
    const id = `${section}-${name}`;
    const input = options
      ? element('select', { id }, ...options.map(([value, text]) => element('option', { value }, text)))
      : textInput(id, { type: search ? 'search' : 'text', maxlength: '255' });
    inputs.set(name, input);
    form.append(field(id, label, input));
    // The search is within the rows that are there; it can follow each key.
    input.addEventListener(search ? 'input' : 'change', () => apply());
  }
  const clear = button('Clear', () => {
    location.hash = link(section);
  });
  form.append(clear);

  const apply = () => {
    const given = Object.fromEntries([...inputs].map(([name, input]) => [name, input.value.trim()]));
    const { params } = parse(location.hash);
    const target = link(section, { ...params, ...given });
    if (target !== location.hash) {
      // A filter is no place to go back to.
      history.replaceState(null, '', target);
      dispatchEvent(new HashChangeEvent('hashchange'));
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    apply();
  });
  return {
    element: form,
    show: (params) => {
      for (const [name, input] of inputs) {
        if (document.activeElement !== input) {
          input.value = params[name] ?? '';
        }
      }
    },
  };
}
