/** Seconds that the charts show. */
export const SECONDS = 120;

/** The middle one of numbers; null without any. @param {number[]} numbers */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted[Math.floor(sorted.length / 2)];
}

// Timers of pages out of sight run late, and then a figure is of several seconds.
const perSecond = (/** @type {number} */ count, /** @type {number} */ seconds) => (seconds <= 1 ? count : Math.round((10 * count) / seconds) / 10);

/**
 * What the charts show: for each of the latest 120 seconds the number of events, their median and greatest latency, and the
 * depth of the queue as asked last. Costs a few numbers for each event; a second holds at most 500 latencies.
 */
export class Series {
  static #MOST_LATENCIES = 500;

  /** @type {number[]} */
  #latencies = [];
  #count = 0;
  #greatest = -Infinity;
  /** Latencies surely below zero since the start: events from a producer whose clock is ahead. */
  ahead = 0;
  /** Each second's figures, oldest first. */
  seconds = /** @type {number[]} */ ([]);
  events = /** @type {(number | null)[]} */ ([]);
  median = /** @type {(number | null)[]} */ ([]);
  greatest = /** @type {(number | null)[]} */ ([]);
  waiting = /** @type {(number | null)[]} */ ([]);
  retrying = /** @type {(number | null)[]} */ ([]);
  /** The answer of sync-status as asked last. @type {{ waiting: number, scheduled: number, processing: number } | undefined} */
  queue;

  /**
   * An event came.
   *
   * @param {number | undefined} latency milliseconds, if it could be measured @param {number} [uncertainty] of the latency
   */
  event(latency, uncertainty = 0) {
    this.#count += 1;
    if (latency === undefined) {
      return;
    }
    if (latency < -uncertainty) {
      this.ahead += 1;
    }
    this.#greatest = Math.max(this.#greatest, latency);
    if (this.#latencies.length < Series.#MOST_LATENCIES) {
      this.#latencies.push(latency);
    }
  }

  /** Ends a second. @param {number} second since 1970 @param {boolean} listening whether events could have come */
  tick(second, listening) {
    const queue = this.queue;
    const figures = /** @type {[(number | null)[], number | null][]} */ ([
      [this.seconds, second],
      [this.events, listening ? perSecond(this.#count, second - (this.seconds.at(-1) ?? second - 1)) : null],
      [this.median, median(this.#latencies)],
      [this.greatest, this.#greatest > -Infinity ? this.#greatest : null],
      [this.waiting, queue ? queue.waiting + queue.processing : null],
      [this.retrying, queue ? queue.scheduled : null],
    ]);
    for (const [list, figure] of figures) {
      list.push(figure);
      if (list.length > SECONDS) {
        list.shift();
      }
    }
    this.#latencies = [];
    this.#count = 0;
    this.#greatest = -Infinity;
  }

  /** Forgets everything, for another organization. */
  clear() {
    for (const list of [this.seconds, this.events, this.median, this.greatest, this.waiting, this.retrying]) {
      list.length = 0;
    }
    this.queue = undefined;
    this.ahead = 0;
    this.#latencies = [];
    this.#count = 0;
    this.#greatest = -Infinity;
  }
}
