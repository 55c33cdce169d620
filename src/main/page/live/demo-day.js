import { api } from '../shared/api.js';
import { $, button, element, setText } from '../shared/dom.js';
import { toast } from '../shared/toast.js';

const EVERY_MS = 2_000;

/**
 * Plays a day on a construction site: about a hundred real edits within minutes, against the stand-in PEMS. The gateway plays
 * it, so that it goes on when the page is closed, and all pages show the same day. Offered in open mode only.
 */
export class DemoDay {
  #me;
  #organization;
  #play;
  #progress;
  #story;
  #state = /** @type {any} */ (undefined);
  #timer = 0;

  /** @param {import('./me.js').Me} me @param {() => string} organization */
  constructor(me, organization) {
    this.#me = me;
    this.#organization = organization;
    this.#play = button('Play a demo day', () => void this.#press(), { id: 'play-day', 'aria-describedby': 'day-story' });
    this.#progress = element('progress', { max: '1', value: '0', 'aria-label': 'Demo day' });
    this.#story = element('p', { class: 'hint', id: 'day-story' });
    $('demo-slot').append(element('div', { class: 'controls' }, this.#play, this.#progress), this.#story);
    this.#show();
    me.subscribe(() => void this.#follow());
    $('sample').addEventListener('toggle', () => void this.#follow());
  }

  /** Asks how far the day is, if that can be seen; once in a while as long as one is played. */
  async #follow() {
    clearTimeout(this.#timer);
    const organization = this.#organization();
    if (organization === '' || this.#me.caller?.mode !== 'open') {
      this.#state = undefined;
    } else if ($('sample').open) {
      // A process without the demo has nothing at this address.
      this.#state = await api(`api/demo/${organization}/day`).catch(() => undefined);
    }
    this.#show();
  }

  async #press() {
    const organization = this.#organization();
    const running = this.#state?.running === true;
    this.#play.disabled = true;
    try {
      this.#state = await api(`api/demo/${organization}/day`, running ? { method: 'DELETE' } : { method: 'POST', body: {} });
    } catch (error) {
      toast(`The demo day ${running ? 'is not stopped' : 'does not begin'}: ${error.message}`, 'bad');
    }
    this.#show();
  }

  #show() {
    const state = this.#state;
    const elsewhere = state?.organizationId && state.organizationId !== this.#organization();
    $('demo-slot').hidden = state === undefined;
    if (state === undefined) {
      return;
    }
    this.#play.disabled = !state.available;
    setText(this.#play, state.running ? 'Stop the demo day' : 'Play a demo day');
    this.#progress.hidden = !state.running;
    this.#progress.value = state.ofEdits > 0 ? state.edits / state.ofEdits : 0;
    const where = elsewhere ? ` in ${state.organizationId}` : '';
    setText(this.#story, state.available ? text(state, where) : state.why);
    if (state.running) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#follow(), EVERY_MS);
    }
  }
}

function text(state, where) {
  if (!state.organizationId) {
    return 'About a hundred real edits of cranes, excavators and generators within two and a half minutes, with retries, conflicts and failures, against the stand-in PEMS.';
  }
  return state.running
    ? `${state.siteTime} on the site${where}, ${state.edits} of ${state.ofEdits} edits. ${state.story}`
    : `${state.edits} edits${where}. ${state.story}.`;
}
