// @ts-check
import { Client, TickerStrategy } from '@stomp/stompjs';

/** @typedef {import('./sync-client.d.ts').SyncClientOptions} SyncClientOptions */
/** @typedef {import('./sync-client.d.ts').SyncStatus} SyncStatus */

/** What every option is unless you say otherwise. Durations are milliseconds. */
const DEFAULTS = {
  /** Address of the gateway, `http(s):` or `ws(s):`, with its path if it is mounted below one. Default: the page's origin. */
  url: undefined,
  /**
   * Access token, or a function that fetches one (promises welcome): asked before every attempt, and while connected
   * when the one in use is about to expire. Default: none.
   */
  token: undefined,
  /** Called with each event once, in order. Default: nothing. */
  onEvent: undefined,
  /** Called whenever the state of the connection changes. Default: nothing. */
  onStatus: undefined,
  /** Called with the greeting when events may have been missed: read the state by REST again. Default: nothing. */
  onGap: undefined,
  /** The longest wait before the first retry, doubled for each further one. Default: 1 s. */
  reconnectBaseMs: 1_000,
  /** Where that doubling ends. Default: 30 s. */
  reconnectCeilingMs: 30_000,
  /** An attempt that has not come to a STOMP session within this time is given up. Default: 15 s. */
  connectTimeoutMs: 15_000,
  /** Heart-beats each way; a gateway silent for two of them is left. 0 is none. Default: 10 s. */
  heartbeatMs: 10_000,
  /**
   * Send heart-beats from a worker, as timers of hidden tabs run once a minute only. A content security policy must
   * then allow `worker-src blob:`; where it does not, say false. Default: true, where there are workers.
   */
  heartbeatWorker: true,
  /** How many event ids are kept to drop doubles by, the oldest going first. Default: 10,000. */
  rememberedEvents: 10_000,
  /** The WebSocket class. Default: the platform's own; Node.js before 22 has none, so give it that of `ws`. */
  WebSocket: undefined,
  /** Source of randomness for the waits, from 0 to below 1. Default: `Math.random`. */
  random: Math.random,
};

const ORGANIZATION_ID = /^[A-Za-z0-9_-]{1,64}$/;

const PROTOCOLS = ['v12.stomp', 'v11.stomp', 'v10.stomp'];

// Close codes 4400 and up mean "not before something has changed", those below "come back" (CloseCode.java).
const FINAL_CODES = { from: 4400, to: 4999 };

// What a new token may mend: names in problems and ERROR frames, and the close codes of the same.
const TOKEN_ERRORS = new Set(['UNAUTHORIZED', 'INVALID_TOKEN', 'TOKEN_EXPIRED', 'TOKEN_REVOKED', 4410, 4411, 4412, 4413]);

// A token travels as a sub-protocol, where not every character may stand. JWTs have no others.
const TOKEN = /^[A-Za-z0-9._~-]+$/;

const REFRESH = '/app/auth.refresh';

// The gateway forgets within this time that it could not fetch the issuer's keys.
const RENEW_AGAIN_MS = 5_000;

// WebSocket.CLOSED, also where there is no WebSocket.
const CLOSED = 3;

const text = (error) => (error instanceof Error ? error.message : String(error));

/**
 * Hears the sync events of one organization, and keeps hearing them: reconnects for as long as it takes, resumes where
 * it was, hands over each event once and in order, and says so when that cannot be promised.
 *
 *     const client = new SyncClient({ onEvent: (event) => console.log(event.type, event.pfaId) });
 *     client.connect('org-rio');
 */
export class SyncClient {
  /** @type {typeof DEFAULTS & SyncClientOptions} */
  #options;
  /** @type {SyncStatus} */
  #status = { state: 'closed' };
  #organizationId = '';

  /**
   * The attempt or session under way. What an earlier one still has to say is not listened to.
   * @type {{ greeted: boolean, connected?: boolean, token?: string, socket?: WebSocket, stomp?: Client,
   *   timeout?: ReturnType<typeof setTimeout> } | undefined}
   */
  #session;

  /** Attempts that have failed since the last greeting. */
  #failures = 0;
  /** Whether a token was refused since the last greeting; a second one is not tried. */
  #tokenRefused = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** @type {string | undefined} */
  #lastEventId;
  /** @type {Set<string>} */
  #seen = new Set();

  #asleep = false;

  #retryNow = () => this.retryNow();
  #sleep = () => this.#fallAsleep();
  #wake = () => this.#wakeUp();

  /** @param {SyncClientOptions} [options] */
  constructor(options = {}) {
    // An option given as undefined is one not given.
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    this.#options = { ...DEFAULTS, ...given };
  }

  /** Whether `text` can be an organization id. Says nothing about whether there is such an organization. */
  static isOrganizationId(text) {
    return typeof text === 'string' && ORGANIZATION_ID.test(text);
  }

  /** How the connection stands now; the same object `onStatus` was last called with. */
  get status() {
    return this.#status;
  }

  /** Position in the stream: id of the last message seen. Keep it to go on from here with `connect` later. */
  get lastEventId() {
    return this.#lastEventId;
  }

  /**
   * Starts listening to an organization, leaving the one before. Does nothing if it listens to it already, so it may
   * be called as often as a view is drawn.
   *
   * @param {string} organizationId 1 to 64 characters out of `A-Z a-z 0-9 _ -`
   * @param {{ lastEventId?: string }} [position] go on after this event instead of beginning with the next one
   */
  connect(organizationId, { lastEventId } = {}) {
    if (!SyncClient.isOrganizationId(organizationId)) {
      throw new TypeError('An organization id is 1 to 64 letters, digits, _ or -');
    }
    if (this.#isListening() && organizationId === this.#organizationId && lastEventId === undefined) {
      return;
    }
    this.#leave();
    this.#organizationId = organizationId;
    this.#lastEventId = lastEventId;
    this.#seen.clear();
    this.#failures = 0;
    this.#tokenRefused = false;
    globalThis.addEventListener?.('pagehide', this.#sleep);
    globalThis.addEventListener?.('pageshow', this.#wake);
    void this.#attempt();
  }

  /** Tries again at once instead of at `nextAttemptAt`. Does nothing unless it is waiting to. */
  retryNow() {
    if (this.#retry !== undefined) {
      this.#stopWaiting();
      void this.#attempt();
    }
  }

  /** Stops listening, for good or until `connect`. The promise is kept when the socket has closed. */
  async close() {
    const socket = this.#leave();
    globalThis.removeEventListener?.('pagehide', this.#sleep);
    globalThis.removeEventListener?.('pageshow', this.#wake);
    this.#asleep = false;
    this.#lastEventId = undefined;
    this.#seen.clear();
    if (this.#status.state !== 'closed') {
      this.#tellStatus({ state: 'closed' });
    }
    if (socket && socket.readyState !== CLOSED) {
      await new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
    }
  }

  #isListening() {
    return this.#session !== undefined || this.#retry !== undefined;
  }

  // Somebody has gone to another page and may come back to this one: browsers keep it as it is, with its socket open
  // and nobody there to hear or to send heart-beats.
  #fallAsleep() {
    this.#asleep = this.#isListening();
    this.#leave();
  }

  #wakeUp() {
    if (this.#asleep) {
      this.#asleep = false;
      void this.#attempt();
    }
  }

  async #attempt() {
    const session = (this.#session = { greeted: false });
    this.#tellStatus({ state: 'connecting', organizationId: this.#organizationId, failures: this.#failures });
    let token;
    try {
      token = await this.#token();
    } catch (error) {
      this.#lost(session, `No access token: ${text(error)}`);
    }
    if (this.#session === session) {
      this.#open(session, token);
    }
  }

  async #token() {
    const { token } = this.#options;
    return typeof token === 'function' ? token() : token;
  }

  #open(session, token) {
    const { connectTimeoutMs, heartbeatMs, heartbeatWorker } = this.#options;
    try {
      session.token = token;
      session.socket = this.#socket(token);
    } catch (error) {
      // A malformed address, or an insecure one from a secure page: trying again would not help.
      this.#refused(session, text(error));
      return;
    }
    session.stomp = new Client({
      webSocketFactory: () => session.socket,
      // One Client for one session: when to come back is decided here, not there.
      reconnectDelay: 0,
      heartbeatIncoming: heartbeatMs,
      heartbeatOutgoing: heartbeatMs,
      heartbeatStrategy: heartbeatWorker ? TickerStrategy.Worker : TickerStrategy.Interval,
      // A browser may take minutes to close a socket whose other end is gone.
      discardWebsocketOnCommFailure: true,
      onConnect: () => {
        clearTimeout(session.timeout);
        session.connected = true;
        this.#subscribe(session);
      },
      onHeartbeatLost: () => this.#lost(session, 'The gateway has fallen silent'),
      onStompError: ({ headers, body }) => this.#error(session, headers, headers.message ?? body),
      onWebSocketClose: (event) => this.#closed(session, event),
    });
    session.timeout = setTimeout(() => this.#lost(session, 'The gateway does not answer'), connectTimeoutMs);
    session.stomp.activate();
  }

  #socket(token) {
    const WebSocket = this.#options.WebSocket ?? globalThis.WebSocket;
    const url = this.#url();
    if (!WebSocket || !url) {
      throw new TypeError('Outside a browser SyncClient needs the options url and, before Node.js 22, WebSocket');
    }
    if (token && !TOKEN.test(token)) {
      // The browser would say so too, and show the token.
      throw new TypeError('The access token is no JWT');
    }
    url.protocol = url.protocol.replace(/^http/, 'ws');
    return new WebSocket(url, token ? [...PROTOCOLS, `bearer.${token}`] : PROTOCOLS);
  }

  #url() {
    const base = this.#options.url ?? globalThis.location?.origin;
    if (!base) {
      return undefined;
    }
    const url = new URL(base);
    const folder = url.pathname.replace(/\/*$/, '/');
    return new URL(`${folder}api/ws/sync/${this.#organizationId}`, url);
  }

  #subscribe(session) {
    const position = this.#lastEventId ? { 'last-event-id': this.#lastEventId } : {};
    session.stomp.subscribe(`/topic/sync.${this.#organizationId}`, (message) => this.#message(session, message), position);
  }

  #message(session, { body }) {
    if (this.#session !== session) {
      return;
    }
    const message = JSON.parse(body);
    this.#lastEventId = message.eventId;
    if (message.type === 'CONNECTED') {
      this.#greeted(session, message);
    } else if (message.type === 'TOKEN_EXPIRING') {
      void this.#renew(session);
    } else if (message.type === 'AUTH_REFRESH_FAILED') {
      // The gateway cannot reach whoever publishes the keys; the session goes on until its old token ends.
      setTimeout(() => this.#session === session && this.#renew(session, true), RENEW_AGAIN_MS);
    } else if (message.type.startsWith('SYNC_') && this.#isNew(message.eventId)) {
      this.#tell(this.#options.onEvent, message);
    }
  }

  // In band, so that nothing is interrupted. Where that fails, the session ends with its token, and the next attempt
  // asks for another one.
  async #renew(session, again = false) {
    if (typeof this.#options.token !== 'function') {
      return;
    }
    try {
      const token = await this.#token();
      if (this.#session === session && token && (again || token !== session.token)) {
        session.token = token;
        session.stomp.publish({ destination: REFRESH, headers: { Authorization: `Bearer ${token}` } });
      }
    } catch (error) {
      console.warn('SyncClient has no new access token yet', text(error));
    }
  }

  // The first greeting opens the session; a later one tells of a hole in the stream.
  #greeted(session, greeting) {
    const organizationId = this.#organizationId;
    if (!session.greeted) {
      session.greeted = true;
      this.#failures = 0;
      this.#tokenRefused = false;
      this.#tellStatus({ state: 'live', organizationId, recovered: greeting.recovered });
    }
    if (greeting.recovered === false) {
      this.#tell(this.#options.onGap, greeting);
    }
  }

  #isNew(eventId) {
    if (this.#seen.has(eventId)) {
      return false;
    }
    this.#seen.add(eventId);
    if (this.#seen.size > this.#options.rememberedEvents) {
      const [oldest] = this.#seen;
      this.#seen.delete(oldest);
    }
    return true;
  }

  // An ERROR says what went wrong and whether coming back can help; one that does not answers, before the greeting,
  // something we asked for, and would be the answer again.
  #error(session, { code: error, retryable, 'retry-after': after }, reason) {
    const comeBack = retryable === undefined ? session.greeted : retryable === 'true';
    if (TOKEN_ERRORS.has(error)) {
      this.#tokenRefusal(session, reason, undefined, error);
    } else if (comeBack) {
      this.#lost(session, reason, undefined, { error, afterMs: 1_000 * (Number(after) || 0) });
    } else {
      this.#refused(session, reason, undefined, error);
    }
  }

  #closed(session, { code, reason }) {
    if (TOKEN_ERRORS.has(code)) {
      this.#tokenRefusal(session, reason, code);
    } else if (code >= FINAL_CODES.from && code <= FINAL_CODES.to) {
      this.#refused(session, reason, code);
    } else if (code === 1006 && session.token && !session.connected && this.#session === session) {
      void this.#askWhy(session);
    } else {
      const lost = session.greeted ? 'The connection was lost' : 'The gateway cannot be reached';
      this.#lost(session, reason || lost, code);
    }
  }

  // A browser does not tell why a handshake was refused; the same address, asked for as a page, does.
  async #askWhy(session) {
    try {
      const headers = { Authorization: `Bearer ${session.token}` };
      const url = this.#url();
      url.protocol = url.protocol.replace(/^ws/, 'http');
      const answer = await fetch(url, { headers, cache: 'no-store', credentials: 'omit' });
      const { code: error, detail } = await answer.json();
      if (answer.status === 401 && TOKEN_ERRORS.has(error)) {
        this.#tokenRefusal(session, detail, undefined, error);
      } else if (answer.status === 403) {
        this.#refused(session, detail, undefined, error);
      }
    } catch {
      // Not there, or not a gateway that answers.
    }
    this.#lost(session, 'The gateway cannot be reached', 1006);
  }

  // Where tokens are fetched, the next one may be good; if it is not, neither will be those after it.
  #tokenRefusal(session, reason, code, error) {
    if (this.#session !== session) {
      return;
    }
    if (typeof this.#options.token === 'function' && !this.#tokenRefused) {
      this.#tokenRefused = true;
      this.#lost(session, reason, code, { error });
    } else {
      this.#refused(session, reason, code, error);
    }
  }

  #refused(session, reason, code, error) {
    if (this.#session === session) {
      this.#leave();
      this.#tellStatus({ state: 'refused', organizationId: this.#organizationId, reason, code, error });
    }
  }

  // Full jitter: ten thousand clients that were cut off together do not come back together.
  #lost(session, reason, code, { error, afterMs = 0 } = {}) {
    if (this.#session !== session) {
      return;
    }
    this.#leave();
    const { random, reconnectBaseMs, reconnectCeilingMs } = this.#options;
    const delay = afterMs + random() * Math.min(reconnectCeilingMs, reconnectBaseMs * 2 ** this.#failures);
    this.#failures += 1;
    this.#retry = setTimeout(this.#retryNow, delay);
    globalThis.addEventListener?.('online', this.#retryNow);
    this.#tellStatus({
      state: 'reconnecting',
      organizationId: this.#organizationId,
      failures: this.#failures,
      nextAttemptAt: new Date(Date.now() + delay),
      reason,
      code,
      error,
    });
  }

  #stopWaiting() {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    globalThis.removeEventListener?.('online', this.#retryNow);
  }

  /** Ends whatever is under way without a word to the callbacks, and returns its socket. */
  #leave() {
    const session = this.#session;
    this.#session = undefined;
    this.#stopWaiting();
    clearTimeout(session?.timeout);
    // Says DISCONNECT, but would wait for the answer before it closed the socket.
    void session?.stomp?.deactivate();
    session?.socket?.close();
    return session?.socket;
  }

  #tellStatus(status) {
    this.#status = status;
    this.#tell(this.#options.onStatus, status);
  }

  // A callback that throws must not cost the stream.
  #tell(callback, argument) {
    try {
      callback?.(argument);
    } catch (error) {
      console.error('A callback of SyncClient failed', error);
    }
  }
}
