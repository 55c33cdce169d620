import { $ } from '../shared/dom.js';

/**
 * Brings the focus back when a dialog closes whose opener is gone: lists of records are drawn again while it is open. Call it
 * before the dialog is shown. The same button, drawn again, gets the focus; without one, the dialog below, or the board.
 *
 * @param {HTMLDialogElement} shown
 */
export function bringFocusBack(shown) {
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  const name = opener?.getAttribute('aria-label');
  shown.addEventListener('close', () =>
    // The browser gives the focus back first, if it can.
    setTimeout(() => {
      if (document.activeElement !== document.body || opener === document.body) {
        return;
      }
      const below = [...document.querySelectorAll('dialog[open]')].pop();
      const again = /** @type {HTMLElement[]} */ ([...(below ?? document).querySelectorAll('button[aria-label]')])
        .find((button) => button.getAttribute('aria-label') === name && button.offsetParent !== null);
      (again ?? below?.querySelector('button') ?? $('board-heading')).focus();
    }),
  );
}
