import { element } from './dom.js';

const SHOWN_MS = 5_000;
const MOST = 4;

/** Made with the first text. @type {any} */
let region;

/**
 * Shows a short text for some seconds, and has screen readers say it when they are idle. For what may be missed; what must
 * not be missed belongs into a notice that stays.
 *
 * @param {string} text @param {'info' | 'good' | 'warn' | 'bad' | 'none'} [tone]
 * @param {{ silent?: boolean, ms?: number }} [options] `silent`: screen readers are told the same elsewhere
 */
export function toast(text, tone = 'info', { silent = false, ms = SHOWN_MS } = {}) {
  if (!region) {
    region = element('div', { class: 'toasts', role: 'status', 'aria-label': 'Messages' });
    document.body.append(region);
  }
  const shown = element('p', { class: 'toast', 'data-tone': tone, ...(silent ? { 'aria-hidden': 'true' } : {}) }, text);
  region.append(shown);
  while (region.childElementCount > MOST) {
    region.firstElementChild?.remove();
  }
  setTimeout(() => shown.remove(), ms);
}
