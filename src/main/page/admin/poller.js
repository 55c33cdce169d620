const EVERY_MS = 2_000;
const LONGEST_MS = 30_000;
const ANSWER_WITHIN_MS = 15_000;

// Another token, or another port, is needed.
const FINAL = [401, 403, 404];

/**
 * Asks the gateway again and again: two seconds after each answer while the tab is visible, never while it is hidden,
 * and after errors at growing intervals of at most 30 s. At most one request is under way. The only place of the page
 * that has a timer for requests.
 */
export class Poller {
  #ask;
  #listener;
  #timer;
  #running = false;
  #request;
  #errors = 0;

  /**
   * @param {(signal: AbortSignal) => Promise<unknown>} ask sends the requests
   * @param {{answered(answer: unknown): void, failed(error: Error, retryAt: number | null): void}} listener
   *   `retryAt` is null when asking again would not help; the poller has stopped then
   */
  constructor(ask, listener) {
    this.#ask = ask;
    this.#listener = listener;
    document.addEventListener('visibilitychange', () => this.#visibilityChanged());
  }

  start() {
    this.#running = true;
    this.#errors = 0;
    this.now();
  }

  stop() {
    this.#running = false;
    this.#cancel();
  }

  /** Asks at once, for example after an action or when another section is opened. Drops an answer still awaited. */
  now() {
    this.#cancel();
    if (this.#running && !document.hidden) {
      this.#poll();
    }
  }

  #visibilityChanged() {
    if (document.hidden) {
      this.#cancel();
    } else {
      this.now();
    }
  }

  #cancel() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#request = undefined;
  }

  async #poll() {
    const request = new AbortController();
    this.#request = request;
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    try {
      const answer = await this.#ask(signal);
      if (this.#request === request) {
        this.#errors = 0;
        this.#again(EVERY_MS);
        this.#listener.answered(answer);
      }
    } catch (error) {
      if (this.#request === request) {
        this.#failed(error.name === 'TimeoutError' ? new Error(`The gateway did not answer within ${ANSWER_WITHIN_MS / 1_000} s.`) : error);
      }
    }
  }

  #failed(error) {
    if (FINAL.includes(error.status)) {
      this.stop();
      this.#listener.failed(error, null);
      return;
    }
    this.#errors += 1;
    const wait = Math.max(Math.min(LONGEST_MS, EVERY_MS * 2 ** this.#errors), (error.retryAfter ?? 0) * 1_000);
    this.#again(wait);
    this.#listener.failed(error, Date.now() + wait);
  }

  #again(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#poll(), wait);
  }
}
