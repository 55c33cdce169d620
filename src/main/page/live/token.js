import { $, button, element, setText } from '../shared/dom.js';
import { dialog } from '../shared/dialog.js';
import { dateTime, time } from '../shared/format.js';
import { toast } from '../shared/toast.js';

const WARN_MS = 5 * 60_000;

// What permissions let a user do, in the order of src/docs/clients/tokens.md.
const PERMISSIONS = [
  ['perm_Read', 'listen and read'],
  ['perm_Sync', 'send edits, decide conflicts, retry and give up failed edits'],
  ['perm_ViewFinancials', 'see amounts'],
  ['perm_ActForOthers', 'send edits in other users’ names'],
  ['perm_ManageUsers', 'take access away'],
  ['perm_ViewAllOrgs', 'see metrics and health of all organizations'],
];

// A JWT: three parts of base64url. Checked before anything is sent, since a pasted password must not travel.
const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** "in 4 minutes". @param {number} ms */
function soon(ms) {
  const minutes = Math.ceil(ms / 60_000);
  if (ms < 60_000) {
    return `in ${Math.max(0, Math.ceil(ms / 1_000))} seconds`;
  }
  return minutes < 90 ? `in ${minutes} minutes` : `in ${Math.round(minutes / 60)} hours`;
}

/**
 * Shows whose token the page uses and what it permits, warns before it expires, and takes a new one. A new token takes effect
 * at once: the client connects with it and resumes where the old session was. Shows nothing where no token is needed.
 */
export class TokenView {
  #me;
  #client;
  #who;
  #warning;
  #warned = '';
  #organization = '';
  #used = '';
  /** @type {HTMLDialogElement | undefined} */
  #open;

  /** @param {import('./me.js').Me} me @param {any} client the page's SyncClient */
  constructor(me, client) {
    this.#me = me;
    this.#client = client;
    this.#who = button('Access token', () => this.open(), { class: 'quiet', 'aria-haspopup': 'dialog' });
    this.#warning = element('div', { class: 'notice', 'data-tone': 'warn', id: 'token-warning', hidden: '' });
    $('token-slot').append(this.#who);
    $('notices').prepend(this.#warning);
    me.subscribe(() => this.show());
    setInterval(() => this.show(), 1_000);
    this.show();
  }

  show() {
    const { caller, problem } = this.#me;
    $('token-slot').hidden = !this.#me.needsToken;
    setText(this.#who, caller ? `${caller.username}${this.#readOnly ? ' (read only)' : ''}` : 'Enter a token');
    this.#warn(this.#me.expiresInMs, problem);
  }

  get #readOnly() {
    return this.#me.caller?.permissions.includes('perm_Sync') === false;
  }

  /** A notice of the gateway about the token. @param {{ type: string, expiresAt?: string }} notice */
  notice({ type, expiresAt }) {
    if (type === 'TOKEN_EXPIRING') {
      this.#say(`Your token expires at ${time(new Date(expiresAt ?? 0))}`);
    } else if (type === 'AUTH_REFRESHED') {
      toast('The new token is in use', 'good');
      void this.#me.refresh();
    } else if (type === 'AUTH_REFRESH_FAILED') {
      toast('The gateway cannot check the new token at the moment; the page sends it again', 'warn');
    }
  }

  #say(text) {
    if (this.#warned !== text) {
      this.#warned = text;
      toast(text, 'warn');
    }
  }

  #warn(left, problem) {
    const status = this.#client.status;
    const over = (left !== undefined && left <= 0) || ['TOKEN_EXPIRED', 'TOKEN_REVOKED', 'INVALID_TOKEN'].includes(problem?.code ?? status.error);
    const near = left !== undefined && left < WARN_MS;
    const text = over
      ? `${problem?.message ?? 'Your token has expired'}. Nothing new comes before you enter another one.`
      : near ? 'Your token expires soon. Enter a new one to stay connected.' : '';
    if (text !== '' && !over && left !== undefined) {
      this.#say(`Your token expires at ${time(Date.now() + left)}`);
    }
    const shown = this.#warning;
    if (text === '' || !this.#me.needsToken) {
      shown.hidden = true;
      shown.replaceChildren();
      return;
    }
    if (shown.hidden) {
      shown.hidden = false;
      shown.append(element('div', { class: 'notice-head' },
        element('h2', {}), element('span', { class: 'hint' }), button('Enter a new token', () => this.open(), { class: 'quiet' })));
    }
    setText(shown.querySelector('h2'), text);
    setText(shown.querySelector('.hint'), over || left === undefined ? '' : soon(left));
  }

  /**
   * The form was sent: with another token for the same organization, that token takes effect at once, too.
   *
   * @param {string} organization
   */
  turned(organization) {
    const token = $('token').value.trim();
    const changed = organization !== '' && organization === this.#organization && token !== this.#used;
    this.#organization = organization;
    this.#used = token;
    if (changed) {
      this.#reconnect(organization);
      void this.#me.refresh();
    }
  }

  /** Shows what the token permits, and asks for another one. */
  open() {
    if (this.#open?.open) {
      return;
    }
    const input = element('input', {
      id: 'new-token', type: 'password', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'new-token-error new-token-hint',
    });
    const error = element('p', { class: 'error', id: 'new-token-error', role: 'alert' });
    const form = element('form', { novalidate: '' },
      element('div', { class: 'field' }, element('label', { for: 'new-token' }, 'New access token'), input),
      element('p', { class: 'hint', id: 'new-token-hint' }, 'The page keeps it until it is closed or loaded again, and nowhere else.'),
      error,
      element('footer', {}, button('Cancel', () => shown.close()), element('button', { class: 'primary' }, 'Use this token')));
    const shown = dialog('Access token', { class: 'token', content: [...this.#describe(), form] });
    this.#open = shown;
    form.addEventListener('submit', (submit) => {
      submit.preventDefault();
      void this.#use(input, error, shown);
    });
    shown.showModal();
    input.focus();
  }

  #describe() {
    const { caller, problem } = this.#me;
    if (!caller) {
      return [element('p', {}, problem?.message ?? 'The gateway asks for a token.')];
    }
    const may = PERMISSIONS.map(([permission, text]) => {
      const granted = caller.permissions.includes(permission);
      return element('li', { class: granted ? 'granted' : 'denied' }, element('span', { class: 'visually-hidden' }, granted ? 'May ' : 'May not '), text, ' ', element('code', {}, permission));
    });
    const until = caller.expiresAt ? `, until ${dateTime(new Date(caller.expiresAt))}` : '';
    return [
      element('p', {}, 'You are ', element('strong', {}, caller.username ?? ''), ` (${caller.userId}) in ${caller.organizationId}${until}.`),
      element('ul', { class: 'permissions', 'aria-label': 'What your token permits' }, ...may),
    ];
  }

  // Asked before it replaces the old one, so that a mistyped token does not end a session that works.
  async #use(input, error, shown) {
    const token = input.value.trim();
    const organization = this.#client.status.organizationId ?? $('organization').value.trim();
    if (!JWT.test(token)) {
      this.#complain(input, error, 'This is not a JWT: it must be three parts of letters, digits, _ and -, with a dot between them.');
      return;
    }
    try {
      const caller = await this.#me.ask(organization, token);
      $('token').value = this.#used = token;
      shown.close();
      toast(`${caller.username}’s token is in use`, 'good');
      this.#reconnect(organization);
      await this.#me.refresh();
    } catch (problem) {
      this.#complain(input, error, `Not used: ${problem.message}`);
    }
  }

  #complain(input, error, text) {
    setText(error, text);
    input.setAttribute('aria-invalid', 'true');
    input.focus();
  }

  #reconnect(organization) {
    const { lastEventId, complete } = this.#client;
    const position = lastEventId && complete ? { lastEventId, states: this.#client.states() } : {};
    if (position.lastEventId || ['refused', 'closed'].includes(this.#client.status.state)) {
      this.#client.connect(organization, position);
    } else {
      this.#client.retryNow();
    }
  }
}
