import { ApiError, api } from '../shared/api.js';
import { ClockDifference, pageTime } from './clock.js';

const EVERY_MS = 60_000;

// Further samples of the clock soon after the first, which comes while the page is busy. Not at once: the page is to load with
// few requests.
const SAMPLES_AFTER_MS = [4_000, 10_000];

/**
 * Who the user is at the gateway and what the user may do there, as the gateway says: asked when an organization is chosen,
 * with a new token, and once a minute, since an administrator may take access away. Each answer is a sample of the gateway's
 * clock too.
 *
 * @typedef {object} Caller
 * @property {string} organizationId
 * @property {'open' | 'jwt'} mode
 * @property {string | null} userId
 * @property {string | null} username
 * @property {string[]} permissions
 * @property {string | null} expiresAt
 * @property {boolean} takesEdits
 * @property {string} now
 */
export class Me {
  clock = new ClockDifference();
  /** @type {Caller | undefined} */
  caller;
  /** Why there is no caller. @type {ApiError | undefined} */
  problem;
  #organization = '';
  /** @type {Set<() => void>} */
  #listeners = new Set();

  constructor() {
    setInterval(() => document.hidden || void this.refresh(), EVERY_MS);
    document.addEventListener('visibilitychange', () => document.hidden || void this.refresh());
  }

  /** Calls `listener` after each answer. @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** Asks about another organization; '' for none. @param {string} organization */
  async turnTo(organization) {
    if (organization !== this.#organization) {
      this.#organization = organization;
      this.caller = undefined;
      this.problem = undefined;
      this.#tell();
      SAMPLES_AFTER_MS.forEach((ms) => setTimeout(() => organization === this.#organization && void this.refresh(), ms));
      await this.refresh();
    }
  }

  /** Asks again, such as with another token. */
  async refresh() {
    const organization = this.#organization;
    if (organization === '') {
      return;
    }
    try {
      const caller = await this.ask(organization);
      if (organization === this.#organization) {
        this.caller = caller;
        this.problem = undefined;
      }
    } catch (error) {
      // While the gateway cannot be reached, the last answer is the best there is.
      if (organization === this.#organization && error.status > 0) {
        this.caller = undefined;
        this.problem = error;
      }
    }
    this.#tell();
  }

  /**
   * @param {string} organization @param {string} [token] instead of the one in use
   * @returns {Promise<Caller>}
   * @throws {ApiError}
   */
  async ask(organization, token) {
    const sentAt = pageTime();
    const caller = await api(`api/sync/${organization}/caller`, { as: token });
    this.clock.add(sentAt, pageTime(), Date.parse(caller.now));
    return caller;
  }

  /** Whether the gateway asks for tokens; undefined while it has not said. */
  get needsToken() {
    return this.caller ? this.caller.mode === 'jwt' : this.problem?.status === 401 || this.problem?.status === 403 || undefined;
  }

  /** Why the user cannot change anything here; '' if the user can. */
  get obstacle() {
    if (!this.caller) {
      return this.problem ? `Not possible: ${this.problem.message}` : 'Not possible before the gateway has said who you are.';
    }
    if (!this.caller.takesEdits) {
      return 'This gateway takes no decisions; ask a process that has the role api (sync.roles).';
    }
    return this.caller.permissions.includes('perm_Sync') ? '' : 'Your token lets you look on, but not decide: it lacks perm_Sync here.';
  }

  /** Milliseconds until the token expires, by the gateway's clock; undefined if it never does. */
  get expiresInMs() {
    const expiresAt = this.caller?.expiresAt;
    return expiresAt ? Date.parse(expiresAt) - this.clock.gatewayTime() : undefined;
  }

  #tell() {
    this.#listeners.forEach((listener) => listener());
  }
}
