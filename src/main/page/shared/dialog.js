import { button, element } from './dom.js';

let made = 0;

/**
 * Creates a modal dialog: Escape closes it, focus stays in it and goes back to where it was. Show it with `showModal()`.
 *
 * @param {string} title @param {{ class?: string, content?: (string | Node)[], footer?: (string | Node)[] }} [parts]
 * @returns {HTMLDialogElement & { heading: HTMLElement }} removed from the page when it closes
 */
export function dialog(title, { class: kind = '', content = [], footer = [] } = {}) {
  const id = `dialog-${(made += 1)}`;
  const heading = element('h2', { id }, title);
  const close = button('Close', () => shown.close(), { class: 'quiet' });
  const shown = element('dialog', { class: kind, 'aria-labelledby': id }, element('div', { class: 'dialog-head' }, heading, close), ...content);
  if (footer.length > 0) {
    shown.append(element('footer', { class: 'dialog-foot' }, ...footer));
  }
  shown.heading = heading;
  shown.addEventListener('close', () => shown.remove());
  document.body.append(shown);
  return shown;
}

/**
 * Asks before something that cannot be undone.
 *
 * @param {string} title @param {string} text what will happen @param {string} action the button's text
 * @returns {Promise<boolean>} whether the action was chosen
 */
export function confirm(title, text, action) {
  return new Promise((resolve) => {
    const answer = (/** @type {boolean} */ yes) => {
      resolve(yes);
      asked.close();
    };
    const asked = dialog(title, {
      content: [element('p', {}, text)],
      footer: [
        button('Cancel', () => answer(false)),
        button(action, () => answer(true), { class: 'danger' }),
      ],
    });
    asked.addEventListener('close', () => resolve(false));
    asked.showModal();
  });
}
