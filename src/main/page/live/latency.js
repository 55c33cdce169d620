import { GATEWAY } from '../shared/api.js';
import { pageTime } from './clock.js';

const PING_EVERY_MS = 15_000;
const LATEST = 100;

/**
 * Measures how late events come: from their timestamp to this page, by the gateway's clock. This computer's clock may
 * differ; the gateway's greeting, which carries its time, tells by how much. And the round trip of a small request.
 */
export class Latency {
  /** Milliseconds, once measured. @type {number | undefined} */
  roundTrip;
  /** Knows the difference better than one greeting tells it, once it has samples. @type {import('./clock.js').ClockDifference | undefined} */
  clock;
  /** How far this computer's clock is ahead, in milliseconds, half a round trip included. @type {number | undefined} */
  #ahead;
  /** @type {number[]} */
  #latest = [];

  /** @param {string} timestamp of the greeting, which has just come */
  greeted(timestamp) {
    this.#ahead = Date.now() - Date.parse(timestamp);
    this.#latest = [];
  }

  /** Latency of an event that has just come; undefined before the greeting. @param {{ timestamp: string }} event */
  took({ timestamp }) {
    const measured = this.clock?.best;
    if (!measured && this.#ahead === undefined) {
      return undefined;
    }
    const gatewayTime = measured ? pageTime() + measured.ahead : Date.now() - (this.#ahead ?? 0) + (this.roundTrip ?? 0) / 2;
    const took = Math.max(0, gatewayTime - Date.parse(timestamp));
    this.#latest.push(took);
    if (this.#latest.length >= 2 * LATEST) {
      this.#latest.splice(0, LATEST);
    }
    return took;
  }

  /** Median of the latest 100 events. */
  get median() {
    const sorted = this.#latest.slice(-LATEST).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  }

  /** Measures round trips from now on, while the page is in sight. @param {() => boolean} wanted @param {() => void} measured */
  start(wanted, measured) {
    const ping = async () => {
      if (document.hidden || !wanted()) {
        return;
      }
      const start = performance.now();
      try {
        await fetch(new URL('icon.svg', GATEWAY), { method: 'HEAD', cache: 'no-store' });
        this.roundTrip = performance.now() - start;
      } catch {
        this.roundTrip = undefined;
      }
      measured();
    };
    setInterval(ping, PING_EVERY_MS);
    return ping;
  }
}
