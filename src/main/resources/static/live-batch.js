// Most events kept while the page is paused; beyond that the oldest are dropped.
const MOST_WAITING = 5_000;

// Browsers draw no frames for hidden tabs.
const HIDDEN_MS = 1_000;

/** Collects events and passes them on once per animation frame, so that a burst costs one redraw. Holds them while paused. */
export class Batch {
  #waiting = [];
  #scheduled = false;
  #paused = false;
  #show;

  /** @param show called with the items of one frame, in order */
  constructor(show) {
    this.#show = show;
  }

  get paused() {
    return this.#paused;
  }

  set paused(paused) {
    this.#paused = paused;
    this.#schedule();
  }

  get size() {
    return this.#waiting.length;
  }

  add(item) {
    this.#waiting.push(item);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
    }
    this.#schedule();
  }

  clear() {
    this.#waiting = [];
  }

  #schedule() {
    if (this.#scheduled || this.#paused || this.#waiting.length === 0) {
      return;
    }
    this.#scheduled = true;
    const flush = () => this.#flush();
    if (document.hidden) {
      setTimeout(flush, HIDDEN_MS);
    } else {
      requestAnimationFrame(flush);
    }
  }

  #flush() {
    this.#scheduled = false;
    if (!this.#paused) {
      const items = this.#waiting;
      this.#waiting = [];
      this.#show(items);
    }
  }
}
