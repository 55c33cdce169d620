// @ts-check
import { Client, TickerStrategy } from '@stomp/stompjs';

/** @typedef {import('./sync-client.d.ts').SyncClientOptions} SyncClientOptions */
/** @typedef {import('./sync-client.d.ts').SyncStatus} SyncStatus */

/** All options with their defaults. Durations are in milliseconds. */
const DEFAULTS = {
  /** Address of the gateway, `http(s):` or `ws(s):`, with its path if it is mounted below one. Default: the page's origin. */
  url: undefined,
  /**
   * Access token, or a function that returns one or a promise of one. It is called before every attempt, and while
   * connected when the token in use is about to expire. Default: none.
   */
  token: undefined,
  /** Called with each event once, in order. Default: nothing. */
  onEvent: undefined,
  /** Called whenever the state of the connection changes. Default: nothing. */
  onStatus: undefined,
  /** Called with the greeting when events may have been missed: read the state by REST again. Default: nothing. */
  onGap: undefined,
  /** Longest wait before the first retry. Doubles with each further retry. Default: 1 s. */
  reconnectBaseMs: 1_000,
  /** Longest wait before any retry. Default: 30 s. */
  reconnectCeilingMs: 30_000,
  /** Time within which an attempt must open a STOMP session, or it counts as failed. Default: 15 s. */
  connectTimeoutMs: 15_000,
  /** Interval of heart-beats each way. The client reconnects after two without one. 0: no heart-beats. Default: 10 s. */
  heartbeatMs: 10_000,
  /**
   * Whether to send heart-beats from a worker, since browsers run timers of hidden tabs only once a minute. Needs
   * `worker-src blob:` in the content security policy. Default: true, where the platform has workers.
   */
  heartbeatWorker: true,
  /** Number of event ids remembered to drop duplicates; the oldest are forgotten first. Default: 10,000. */
  rememberedEvents: 10_000,
  /** The WebSocket class. Default: the platform's; Node.js before 22 has none, so pass the one of the package `ws`. */
  WebSocket: undefined,
  /** Returns a random number from 0 to below 1, for the waits. Default: `Math.random`. */
  random: Math.random,
};

const ORGANIZATION_ID = /^[A-Za-z0-9_-]{1,64}$/;

const PROTOCOLS = ['v12.stomp', 'v11.stomp', 'v10.stomp'];

// Close codes from 4400 mean that the same attempt would fail again, lower ones "reconnect" (CloseCode.java).
const FINAL_CODES = { from: 4400, to: 4999 };

// Errors that a new token may cure: their names in problems and ERROR frames, and their close codes.
const TOKEN_ERRORS = new Set(['UNAUTHORIZED', 'INVALID_TOKEN', 'TOKEN_EXPIRED', 'TOKEN_REVOKED', 4410, 4411, 4412, 4413]);

// A token travels as a sub-protocol, which may contain these characters only. JWTs contain no others.
const TOKEN = /^[A-Za-z0-9._~-]+$/;

const REFRESH = '/app/auth.refresh';

// After this time the gateway tries again to fetch the issuer's keys.
const RENEW_AGAIN_MS = 5_000;

// In the reason of a close frame: the wait that a gateway which goes away has chosen for this client.
const OWN_WAIT = /retry-after-ms=(\d{1,9})/;

// The value of WebSocket.CLOSED, for platforms without a global WebSocket.
const CLOSED = 3;

const text = (error) => (error instanceof Error ? error.message : String(error));

/**
 * Receives the sync events of one organization. Reconnects until it succeeds, resumes after the last event received, passes
 * on each event once and in order, and calls `onGap` when events may be missing.
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
   * The current attempt or session. Callbacks of earlier ones are ignored.
   * @type {{ greeted: boolean, connected?: boolean, token?: string, socket?: WebSocket, stomp?: Client,
   *   timeout?: ReturnType<typeof setTimeout> } | undefined}
   */
  #session;

  /** Attempts that have failed since the last greeting. */
  #failures = 0;
  /** Whether a token was refused since the last greeting. After a second refusal the client gives up. */
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
    // An option that is undefined gets its default.
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    this.#options = { ...DEFAULTS, ...given };
  }

  /** Whether `text` is a valid organization id. Does not check that the organization exists. */
  static isOrganizationId(text) {
    return typeof text === 'string' && ORGANIZATION_ID.test(text);
  }

  /** Current state of the connection: the object of the last call to `onStatus`. */
  get status() {
    return this.#status;
  }

  /** Position in the stream: id of the last message received. Pass it to `connect` later to resume from here. */
  get lastEventId() {
    return this.#lastEventId;
  }

  /**
   * Starts listening to an organization and stops listening to the one before. Does nothing if it listens to it already,
   * so it may be called on every render of a view.
   *
   * @param {string} organizationId 1 to 64 characters of `A-Z a-z 0-9 _ -`
   * @param {{ lastEventId?: string }} [position] resume after this event instead of starting with live events
   */
  connect(organizationId, { lastEventId } = {}) {
    if (!SyncClient.isOrganizationId(organizationId)) {
      throw new TypeError('An organization id must be 1 to 64 letters, digits, _ or -');
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

  /** Retries now instead of at `nextAttemptAt`. Does nothing unless a retry is pending. */
  retryNow() {
    if (this.#retry !== undefined) {
      this.#stopWaiting();
      void this.#attempt();
    }
  }

  /** Stops listening until the next `connect`. Resolves when the socket is closed. */
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

  // The user has left the page and may return to it: browsers then freeze the page with its socket open, and it neither
  // receives events nor sends heart-beats.
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
      // A malformed URL, or an insecure one on a secure page: a retry would fail again.
      this.#refused(session, text(error));
      return;
    }
    session.stomp = new Client({
      webSocketFactory: () => session.socket,
      // One stompjs Client per session: SyncClient itself decides when to reconnect.
      reconnectDelay: 0,
      heartbeatIncoming: heartbeatMs,
      heartbeatOutgoing: heartbeatMs,
      heartbeatStrategy: heartbeatWorker ? TickerStrategy.Worker : TickerStrategy.Interval,
      // Without this, a browser may take minutes to close a dead socket.
      discardWebsocketOnCommFailure: true,
      onConnect: () => {
        clearTimeout(session.timeout);
        session.connected = true;
        this.#subscribe(session);
      },
      onHeartbeatLost: () => this.#lost(session, 'The gateway sent no heart-beats'),
      onStompError: ({ headers, body }) => this.#error(session, headers, headers.message ?? body),
      onWebSocketClose: (event) => this.#closed(session, event),
    });
    session.timeout = setTimeout(() => this.#lost(session, 'The gateway did not answer in time'), connectTimeoutMs);
    session.stomp.activate();
  }

  #socket(token) {
    const WebSocket = this.#options.WebSocket ?? globalThis.WebSocket;
    const url = this.#url();
    if (!WebSocket || !url) {
      throw new TypeError('Outside a browser SyncClient needs the option url and, before Node.js 22, the option WebSocket');
    }
    if (token && !TOKEN.test(token)) {
      // Checked here, since the browser's own error would show the token.
      throw new TypeError('The access token is not a JWT');
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
    } else if (message.type === 'STREAM_INTERRUPTED') {
      this.#interrupted(message);
    } else if (message.type === 'STREAM_RESTORED') {
      this.#restored(message);
    } else if (message.type === 'TOKEN_EXPIRING') {
      void this.#renew(session);
    } else if (message.type === 'AUTH_REFRESH_FAILED') {
      // The gateway cannot fetch the issuer's keys at the moment; the session goes on until its old token expires.
      setTimeout(() => this.#session === session && this.#renew(session, true), RENEW_AGAIN_MS);
    } else if (message.type.startsWith('SYNC_') && this.#isNew(message.eventId)) {
      this.#tell(this.#options.onEvent, message);
    }
  }

  // Sends the new token over the open session, so that nothing is interrupted. If that fails, the session ends when its
  // token expires, and the next attempt asks for another token.
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
      console.warn('SyncClient could not get a new access token', text(error));
    }
  }

  // The first greeting opens the session; a later one says that events may be missing.
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

  // The session stays open, but the gateway has no broker and hears no new events.
  #interrupted({ code, since }) {
    this.#tellStatus({ state: 'interrupted', organizationId: this.#organizationId, code, since: new Date(since) });
  }

  // Events missed in between have come before this message; where some may be missing, a greeting has said so already.
  #restored({ recovered }) {
    if (this.#status.state === 'interrupted') {
      this.#tellStatus({ state: 'live', organizationId: this.#organizationId, recovered });
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

  // An ERROR says what is wrong and whether to retry. One without that header, before the greeting, answers our own
  // CONNECT or SUBSCRIBE, so a retry would get the same answer.
  #error(session, { code: error, retryable, 'retry-after': after, 'retry-after-ms': own }, reason) {
    const comeBack = retryable === undefined ? session.greeted : retryable === 'true';
    if (TOKEN_ERRORS.has(error)) {
      this.#tokenRefusal(session, reason, undefined, error);
    } else if (comeBack) {
      this.#lost(session, reason, undefined, { error, afterMs: 1_000 * (Number(after) || 0), ownMs: own });
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
      this.#lost(session, reason || lost, code, { ownMs: OWN_WAIT.exec(reason)?.[1] });
    }
  }

  // Browsers do not tell why a handshake was refused; an HTTP request to the same address does.
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
      // The gateway is unreachable, or something else answers.
    }
    this.#lost(session, 'The gateway cannot be reached', 1006);
  }

  // If the option token is a function, tries one more token; if that is refused too, gives up.
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

  // Full jitter, so that ten thousand clients that lost their connections together do not reconnect together. Not where
  // the gateway has chosen a wait for this client (`ownMs`): it has spread its clients already.
  #lost(session, reason, code, { error, afterMs = 0, ownMs } = {}) {
    if (this.#session !== session) {
      return;
    }
    this.#leave();
    const { random, reconnectBaseMs, reconnectCeilingMs } = this.#options;
    const delay =
      ownMs === undefined
        ? afterMs + random() * Math.min(reconnectCeilingMs, reconnectBaseMs * 2 ** this.#failures)
        : Math.min(reconnectCeilingMs, Number(ownMs) || 0);
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

  /** Ends the current attempt or session without calling the callbacks, and returns its socket. */
  #leave() {
    const session = this.#session;
    this.#session = undefined;
    this.#stopWaiting();
    clearTimeout(session?.timeout);
    // Sends DISCONNECT, but would wait for the receipt before closing the socket; so the socket is closed here.
    void session?.stomp?.deactivate();
    session?.socket?.close();
    return session?.socket;
  }

  #tellStatus(status) {
    this.#status = status;
    this.#tell(this.#options.onStatus, status);
  }

  // A callback that throws must not end the stream.
  #tell(callback, argument) {
    try {
      callback?.(argument);
    } catch (error) {
      console.error('A callback of SyncClient failed', error);
    }
  }
}
