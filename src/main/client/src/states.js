// @ts-check
import { DEFAULTS } from './options.js';

/** @typedef {import('./index.d.ts').SyncClientOptions} SyncClientOptions */
/** @typedef {import('./index.d.ts').SyncEvent} SyncEvent */

// Listeners are told at most this often, however many events come, so that a page of rows renders once for all of them.
const TELL_EVERY_MS = 50;

const FINISHED = /^SYNC_(SUCCESS|REMOVED)$/;

/** Keeps the last event of every record, from SNAPSHOT messages and from the events after them, and tells listeners. */
export class States {
  /** @type {Map<string, SyncEvent>} the record that changed last comes last */
  #states = new Map();
  /** Ids of the records that are finished. @type {Set<string>} */
  #finished = new Set();
  /** What has come of a snapshot that is not whole yet. @type {SyncEvent[]} @protected */
  _parts = [];
  /** @type {SyncEvent[] | undefined} */
  #list;
  /** Each with the record that it wants to hear of, or all. @type {Map<(changed: Set<string>) => void, string | undefined>} */
  #listeners = new Map();
  /** Ids of the records that changed since the listeners were last told. @type {Set<string>} */
  #changed = new Set();
  #telling = false;

  complete = false;

  /** @type {SyncClientOptions & typeof DEFAULTS} @protected */
  _options;

  /** @param {SyncClientOptions} [options] */
  constructor(options = {}) {
    // An option that is undefined gets its default.
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    this._options = { ...DEFAULTS, ...given };
  }

  /** @param {string} pfaId */
  state(pfaId) {
    return this.#states.get(pfaId);
  }

  states() {
    return (this.#list ??= [...this.#states.values()]);
  }

  /** @param {(changed: Set<string>) => void} listener @param {string} [pfaId] */
  subscribe(listener, pfaId) {
    // A function of its own for each call, since the same listener may be given twice.
    const own = (changed) => listener(changed);
    this.#listeners.set(own, pfaId);
    return () => {
      this.#listeners.delete(own);
    };
  }

  /** Something may have been missed: the states may be out of date until the next snapshot. @protected */
  _doubt() {
    this.complete = false;
    this._parts = [];
    this.#tell();
  }

  /** @param {SyncEvent[]} part @param {boolean} last only then are the states replaced, all at once @protected */
  _snapshot(part, last) {
    this._parts.push(...part);
    if (last) {
      this._replace(this._parts);
      this._parts = [];
    }
  }

  /** @param {readonly SyncEvent[]} states of all records @protected */
  _replace(states) {
    const before = this.#states;
    this.#states = new Map();
    this.#finished.clear();
    for (const state of states) {
      const known = before.get(state.pfaId);
      // The same object as before, so that views which compare objects need not render again.
      this._put(known?.eventId === state.eventId ? known : state, known);
      before.delete(state.pfaId);
    }
    before.forEach((_, pfaId) => this.#tell(pfaId));
    this.complete = true;
    this.#tell();
  }

  /** @param {SyncEvent} state @param {SyncEvent} [known] what listeners know of the record @protected */
  _put(state, known) {
    const { pfaId } = state;
    this.#drop(pfaId);
    this.#states.set(pfaId, state);
    if (FINISHED.test(state.type)) {
      this.#finished.add(pfaId);
      if (this.#finished.size > this._options.finishedStates) {
        const [oldest] = this.#finished;
        this.#drop(oldest);
        this.#tell(oldest);
      }
    }
    if (state !== known) {
      this.#tell(pfaId);
    }
  }

  #drop(pfaId) {
    this.#states.delete(pfaId);
    this.#finished.delete(pfaId);
  }

  #tell(pfaId) {
    this.#list = undefined;
    if (pfaId) {
      this.#changed.add(pfaId);
    }
    if (!this.#telling) {
      this.#telling = true;
      setTimeout(() => this.#flush(), TELL_EVERY_MS);
    }
  }

  #flush() {
    const changed = this.#changed;
    this.#changed = new Set();
    this.#telling = false;
    for (const [listener, pfaId] of this.#listeners) {
      if (!pfaId || changed.has(pfaId)) {
        this._call(listener, changed);
      }
    }
  }

  /** Calls a function of the owner's. One that throws must not end the stream. @protected */
  _call(callback, argument) {
    try {
      callback?.(argument);
    } catch (error) {
      this._failed(error);
    }
  }

  /** @protected */
  _failed(error) {
    try {
      this._options.onError(error);
    } catch (e) {
      console.error(e);
    }
  }
}
