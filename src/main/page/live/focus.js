import { $ } from '../shared/dom.js';

/**
 * Keeps the focus on the page: rows, notices and the details are drawn again with each event, and the button that a person
 * has just pressed may go with them. The same button, drawn again, gets the focus back; without one the dialog that is open,
 * or the board. After a dialog, that button is the one that opened it.
 *
 * @param {import('./store.js').Store} store
 */
export function keepFocus(store) {
  /** @type {any} */
  let last;
  /** What had the focus before each dialog. @type {WeakMap<Element, any>} */
  const openers = new WeakMap();
  document.addEventListener('focusin', ({ target }) => {
    const dialog = /** @type {Element} */ (target).closest('dialog');
    if (dialog && !openers.has(dialog)) {
      openers.set(dialog, last);
    }
    last = target;
  });
  const check = () => {
    if (document.activeElement !== document.body || !last || last.isConnected) {
      return;
    }
    let wanted = last;
    // Elements of a dialog that is gone stay together.
    for (let gone = wanted.closest('dialog'); gone && !gone.open; gone = wanted?.closest('dialog')) {
      wanted = openers.get(gone);
    }
    const place = [...document.querySelectorAll('dialog[open]')].pop() ?? document;
    const name = wanted?.getAttribute('aria-label');
    const again = /** @type {HTMLElement[]} */ ([...place.querySelectorAll('button[aria-label]')])
      .find((button) => button.getAttribute('aria-label') === name && button.offsetParent !== null);
    const other = place === document ? $('board-heading') : place.querySelector('button');
    last = again ?? other;
    last.focus({ preventScroll: true });
  };
  // After the browser and the other listeners.
  const soon = () => setTimeout(check, 0);
  store.subscribe(soon);
  document.addEventListener('close', soon, true);
}
