import { paced } from '../shared/pace.js';

// Events kept for the timeline of one record.
const MOST_HISTORY = 100;

// Events kept for the list of all. It is cut down to this at twice the length.
const MOST_EVENTS = 1_000;

// After this an optimistic state without an answer of the stream is taken back.
const OPTIMISTIC_MS = 30_000;

/**
 * @typedef {{ type: string, eventId: string, pfaId: string, organizationId: string, timestamp: string, details?: any }} SyncEvent
 * @typedef {object} Row one record of the board; a new object whenever something of it changes
 * @property {string} pfaId
 * @property {string} type
 * @property {string} timestamp
 * @property {any} [details]
 * @property {string} [eventId]
 * @property {number} at the timestamp in milliseconds
 * @property {number} order of arrival
 * @property {SyncEvent[]} history the record's events of this page's life, oldest first, at most 100
 * @property {Row | undefined} [truth] only while an optimistic state is shown: the record as the stream knows it
 * @property {boolean} [optimistic]
 */

/**
 * What the board shows: the last state of every record, and the latest events. Fed by the client with `take` and
 * `reconcile`. While paused it holds back what comes, drops no state, and counts.
 */
export class Store {
  /** @type {Map<string, Row>} */
  records = new Map();
  /** How many records show each type. @type {Record<string, number>} */
  counts = {};
  /** The latest events, oldest first, and a `gap` where some may be missing. @type {((SyncEvent & { order: number }) | { gap: string })[]} */
  events = [];
  /** Events since the page listens to this organization. */
  received = 0;
  /** Events held back while paused. */
  held = 0;

  #paused = false;
  #order = 0;
  /** The events held back, by record. @type {Map<string, any[]>} */
  #heldByRecord = new Map();
  /** The same in order, for the list. @type {any[]} */
  #heldEvents = [];
  /** Records whose state changed without an event while paused. @type {Set<string>} */
  #heldIds = new Set();
  /** @type {(pfaId: string) => SyncEvent | undefined} */
  #stateOf = () => undefined;
  /** @type {Set<(changed: Set<string>) => void>} */
  #listeners = new Set();
  /** @type {Set<(event: SyncEvent) => void>} */
  #eventListeners = new Set();
  /** @type {Set<string>} */
  #changed = new Set();
  #tell;

  /** @param {(work: () => void) => () => void} [pace] */
  constructor(pace = paced) {
    this.#tell = pace(() => {
      const changed = this.#changed;
      this.#changed = new Set();
      this.#listeners.forEach((listener) => listener(changed));
    });
  }

  /**
   * Calls `listener` after something has changed, at most ten times a second, with the ids of the records that did. The set
   * may be empty: then a count or the pause changed.
   *
   * @param {(changed: Set<string>) => void} listener @returns {() => void} ends it
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` with each event at once, also while paused. @param {(event: SyncEvent) => void} listener */
  onEvent(listener) {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  /** An event of the stream. @param {SyncEvent} event */
  take(event) {
    this.received += 1;
    const numbered = { ...event, order: (this.#order += 1) };
    if (this.#paused) {
      this.#hold(numbered);
    } else {
      this.#apply(numbered);
      this.#list(numbered);
    }
    this.#eventListeners.forEach((listener) => listener(event));
    this.#tell();
  }

  /** Marks in the list of events that some may be missing here. The states heal by themselves. */
  gap() {
    const gap = { gap: `gap-${(this.#order += 1)}` };
    if (this.#paused) {
      this.#heldEvents.push(gap);
    } else {
      this.#list(gap);
    }
    this.#tell();
  }

  /**
   * Makes records as the client knows them, where a snapshot has changed them.
   *
   * @param {Iterable<string>} pfaIds @param {(pfaId: string) => SyncEvent | undefined} stateOf
   */
  reconcile(pfaIds, stateOf) {
    this.#stateOf = stateOf;
    for (const pfaId of pfaIds) {
      if (this.#paused) {
        this.#heldIds.add(pfaId);
      } else {
        this.#reconcile(pfaId);
      }
    }
    this.#tell();
  }

  #reconcile(pfaId) {
    const state = this.#stateOf(pfaId);
    const known = this.records.get(pfaId);
    if (!state) {
      this.#put(pfaId, undefined);
    } else if ((known?.truth ?? known)?.eventId !== state.eventId) {
      this.#apply({ ...state, order: (this.#order += 1) });
    }
  }

  get paused() {
    return this.#paused;
  }

  /** Records of which something is held back. */
  get heldRecords() {
    return new Set([...this.#heldByRecord.keys(), ...this.#heldIds]).size;
  }

  set paused(paused) {
    this.#paused = paused;
    if (!paused) {
      this.#heldByRecord.forEach((events) => events.forEach((event) => this.#apply(event)));
      this.#heldEvents.forEach((event) => this.#list(event));
      const ids = [...this.#heldIds];
      this.#forgetHeld();
      ids.forEach((pfaId) => this.#reconcile(pfaId));
    }
    this.#tell();
  }

  /** Forgets everything, for another organization. */
  clear() {
    this.records.forEach((_, pfaId) => this.#changed.add(pfaId));
    this.records.clear();
    this.counts = {};
    this.events = [];
    this.received = 0;
    this.#paused = false;
    this.#forgetHeld();
    this.#tell();
  }

  /**
   * Shows a state that is expected, until the next event of the record, until it is taken back, or for 30 seconds.
   *
   * @param {string} pfaId @param {string} type @param {any} [details]
   * @returns {() => void} takes it back, for when the request failed
   */
  optimistic(pfaId, type, details) {
    const known = this.records.get(pfaId);
    const truth = known?.optimistic ? known.truth : known;
    const now = Date.now();
    const shown = {
      pfaId,
      type,
      details,
      timestamp: new Date(now).toISOString(),
      at: now,
      order: (this.#order += 1),
      history: truth?.history ?? [],
      truth,
      optimistic: true,
    };
    this.#put(pfaId, shown);
    this.#tell();
    const undo = () => {
      clearTimeout(late);
      if (this.records.get(pfaId) === shown) {
        this.#put(pfaId, truth);
        this.#tell();
      }
    };
    const late = setTimeout(undo, OPTIMISTIC_MS);
    return undo;
  }

  #hold(event) {
    this.held += 1;
    const events = this.#heldByRecord.get(event.pfaId) ?? [];
    events.push(event);
    cut(events, MOST_HISTORY);
    this.#heldByRecord.set(event.pfaId, events);
    this.#heldEvents.push(event);
    cut(this.#heldEvents, MOST_EVENTS);
  }

  #forgetHeld() {
    this.held = 0;
    this.#heldByRecord.clear();
    this.#heldEvents = [];
    this.#heldIds.clear();
  }

  #apply(event) {
    const { pfaId, type, timestamp, details, eventId, order } = event;
    const history = this.records.get(pfaId)?.history ?? [];
    history.push(event);
    cut(history, MOST_HISTORY);
    this.#put(pfaId, { pfaId, type, timestamp, details, eventId, at: Date.parse(timestamp), order, history });
  }

  #put(pfaId, row) {
    const before = this.records.get(pfaId);
    if (before) {
      this.counts[before.type] -= 1;
    }
    if (row) {
      this.records.set(pfaId, row);
      this.counts[row.type] = (this.counts[row.type] ?? 0) + 1;
    } else {
      this.records.delete(pfaId);
    }
    this.#changed.add(pfaId);
  }

  #list(event) {
    this.events.push(event);
    cut(this.events, MOST_EVENTS);
  }
}

// At twice the length only: to cut one off each time would move all the others.
function cut(list, most) {
  if (list.length >= 2 * most) {
    list.splice(0, list.length - most);
  }
}
