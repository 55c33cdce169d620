// What domain.md 2.5 wants a toast for, and how to say it; the worst last.
const SAID = {
  SYNC_QUEUED: { tone: 'info', text: 'queued' },
  SYNC_SUCCESS: { tone: 'good', text: 'synced' },
  SYNC_CONFLICT: { tone: 'warn', text: 'in conflict' },
  SYNC_FAILED: { tone: 'bad', text: 'failed' },
};

// More events than this in one window are told in one sentence.
const MOST_SINGLE = 2;

/**
 * Collects what happened within a window of time and says it in few words: at two events a sentence for each, at 500 a second
 * one sentence for all.
 *
 * @typedef {{ type: string, pfaId: string, details?: any }} Told
 */
export class Tally {
  /** @type {Told[]} */
  #first = [];
  /** @type {Record<string, number>} */
  #counts = {};
  #count = 0;

  /** @param {Told} event */
  add(event) {
    // A retry is a step of an edit that people know of already.
    if (!Object.hasOwn(SAID, event.type) || (event.type === 'SYNC_QUEUED' && event.details)) {
      return;
    }
    this.#count += 1;
    this.#counts[event.type] = (this.#counts[event.type] ?? 0) + 1;
    if (this.#first.length < MOST_SINGLE) {
      this.#first.push(event);
    }
  }

  get empty() {
    return this.#count === 0;
  }

  /** What to say of the window; the next one begins. @returns {{ text: string, tone: string }[]} */
  take() {
    const counts = this.#counts;
    const said = this.#count <= MOST_SINGLE ? this.#first.map(single) : [together(counts)];
    this.#first = [];
    this.#counts = {};
    this.#count = 0;
    return said;
  }
}

function single(/** @type {Told} */ { type, pfaId, details }) {
  const { tone, text } = SAID[type];
  return { tone, text: type === 'SYNC_FAILED' ? `${pfaId} ${text}: ${details?.error ?? 'no reason given'}` : `${pfaId} ${text}` };
}

function together(counts) {
  const types = Object.keys(SAID).filter((type) => counts[type] > 0);
  return { text: types.map((type) => `${counts[type]} ${SAID[type].text}`).join(', '), tone: SAID[types[types.length - 1]].tone };
}
