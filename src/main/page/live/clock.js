// Samples older than this say little: clocks are set, and machines sleep.
const KEPT_MS = 10 * 60_000;
const MOST = 20;

/** This page's time in milliseconds: does not jump when the computer's clock is set. */
export const pageTime = () => performance.timeOrigin + performance.now();

/**
 * Measures how far the gateway's clock is ahead of this page's, as NTP does: from requests whose answers carry the gateway's
 * time. The gateway read its clock at some moment between request and answer, so each sample is uncertain by half its round
 * trip; the one with the shortest round trip counts.
 */
export class ClockDifference {
  /** @type {{ at: number, ahead: number, uncertainty: number }[]} */
  #samples = [];

  /**
   * @param {number} sentAt page time when the request left
   * @param {number} receivedAt page time when the answer came
   * @param {number} gatewayTime the answer's time, in milliseconds
   */
  add(sentAt, receivedAt, gatewayTime) {
    const uncertainty = (receivedAt - sentAt) / 2;
    if (uncertainty >= 0 && Number.isFinite(gatewayTime)) {
      this.#samples.push({ at: receivedAt, ahead: gatewayTime - (sentAt + uncertainty), uncertainty });
      this.#samples = this.#samples.filter(({ at }) => receivedAt - at < KEPT_MS).slice(-MOST);
    }
  }

  /** The best sample, or undefined: milliseconds that the gateway's clock is ahead, and how uncertain that is. */
  get best() {
    return this.#samples.reduce((best, sample) => (!best || sample.uncertainty < best.uncertainty ? sample : best), /** @type {any} */ (undefined));
  }

  /** The gateway's time at a page time; without samples the page's own. @param {number} [at] */
  gatewayTime(at = pageTime()) {
    return at + (this.best?.ahead ?? 0);
  }
}
