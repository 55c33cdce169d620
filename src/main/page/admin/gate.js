import { element, setText } from '../shared/dom.js';
import { trouble } from './view.js';

/**
 * What stands in place of the page when the gateway does not let it in: a form for the token, or the reason and what to do.
 *
 * @param {HTMLElement} root
 * @param {(token: string) => void} entered
 */
export class Gate {
  #root;
  #reason = element('p', { class: 'error', role: 'alert' });
  #input = element('input', { id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false', required: '', 'aria-describedby': 'token-hint' });
  #form;

  constructor(root, entered) {
    this.#root = root;
    // The input has no name, so that the token never becomes part of an address.
    this.#form = element('form', { class: 'card gate', novalidate: '' },
      element('h2', {}, 'Access token'),
      element('p', { id: 'token-hint' },
        'This gateway asks for a token. To look, it needs ', element('code', {}, 'perm_ViewAllOrgs'),
        '; to act, ', element('code', {}, 'perm_ManageUsers'), ' as well. The token stays in this tab and is forgotten when the tab is closed or reloaded.'),
      element('div', { class: 'controls' },
        element('div', { class: 'field' }, element('label', { for: 'token' }, 'Token'), this.#input),
        element('button', { class: 'primary' }, 'Open')),
      this.#reason);
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const token = this.#input.value.trim().replace(/^Bearer /i, '');
      setText(this.#reason, token === '' ? 'Enter a token.' : '');
      if (token === '') {
        this.#input.focus();
      } else {
        this.#input.value = '';
        entered(token);
      }
    });
  }

  /** Asks for a token. @param {string} reason why the last one does not do; empty at the first time */
  ask(reason) {
    this.#root.replaceChildren(this.#form);
    this.#root.hidden = false;
    setText(this.#reason, reason);
    this.#input.focus();
  }

  /** Says why there is nothing to show. @param {string} title @param {string[]} texts */
  explain(title, texts) {
    this.#root.replaceChildren(
      element('section', { class: 'card gate' }, element('h2', {}, title), trouble(texts[0]), ...texts.slice(1).map((text) => element('p', {}, text))));
    this.#root.hidden = false;
  }

  hide() {
    this.#root.hidden = true;
    this.#root.replaceChildren();
  }
}
