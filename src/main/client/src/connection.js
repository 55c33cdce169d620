// @ts-check
/**
 * One attempt, and the session that comes of it. Callbacks of earlier ones are ignored.
 * @typedef {{ failures: number, token?: string, socket?: WebSocket, link?: Link, open?: boolean, greetedAt?: number,
 *   heardAt?: number, asking?: boolean, expiring?: boolean, timeout?: Timer, renewal?: Timer }} Session
 * @typedef {ReturnType<typeof setTimeout>} Timer
 * @typedef {{ renew(token: string): void, stop(): void }} Link
 */

// Close codes from here on mean that the same attempt would fail again, lower ones "reconnect" (CloseCode.java).
const FIRST_FINAL_CODE = 4400;

// Seconds to wait at least after a close code, as in CloseCode.java; a moment of the client's own comes on top.
const WAITS = { 1001: 1, 1011: 5, 1013: 5, 4001: 1, 4002: 5, 4003: 30, 4004: 10 };

// Errors that a new token may cure: their names in problems and ERROR frames, and their close codes.
const TOKEN_ERRORS = new Set(['UNAUTHORIZED', 'INVALID_TOKEN', 'TOKEN_EXPIRED', 'TOKEN_REVOKED', 4410, 4411, 4412, 4413]);

// A token travels as a sub-protocol, which may contain these characters only. JWTs contain no others.
const TOKEN = /^[A-Za-z0-9._~-]+$/;

// Between two tries to renew a token. After this time the gateway, too, tries again to fetch the issuer's keys.
const RENEW_AGAIN_MS = 5_000;

// A session that ends sooner, by its token, has shown nothing: the waits go on growing.
const SHORT_SESSION_MS = 10_000;

// In the reason of a close frame: the wait that a gateway which goes away has chosen for this client.
const OWN_WAIT = /retry-after-ms=(\d{1,9})/;

const NO_WEBSOCKET = 'The gateway answers, but no WebSocket opens; a proxy may be in the way';
const SILENT = 'The gateway sent no heart-beats';
const UNREACHABLE = 'The gateway cannot be reached';

const text = (error) => error?.message ?? error;

/** Keeps a connection to the gateway: tokens, attempts, waits, refusals. Knows nothing of what the events mean. */
export class Connection {
  #transport;
  #inbox;

  /** @type {Session | undefined} */
  #session;
  /** Attempts that have failed since the last greeting. */
  #failures = 0;
  /** @type {Timer | undefined} */
  #retry;
  /** The token sent last, and whether the gateway refused it. @type {{ token?: string, refused?: boolean }} */
  #last = {};
  /** Changes when what is known of the gateway is out of date: with connect, close and a greeting. */
  #era = {};
  #asleep = false;

  #wakes = {
    online: () => this.retryNow(),
    // A socket may look alive for minutes after its network has gone.
    offline: () => this.#lost(this.#session, 'The network is offline'),
    visibilitychange: () => globalThis.document.visibilityState === 'visible' && this.#lookAgain(),
    // The user has left the page and may return to it: browsers then freeze the page with its socket open, and it
    // neither receives events nor sends heart-beats.
    pagehide: () => {
      const awake = this.#session ?? this.#retry;
      this.#leave();
      this.#asleep = !!awake;
    },
    pageshow: () => {
      if (this.#asleep) {
        void this.#attempt();
      }
    },
  };

  /** @param {typeof import('./plain-json.js').plainJson} transport @param {import('./inbox.js').Inbox} inbox */
  constructor(transport, inbox) {
    this.#transport = transport;
    this.#inbox = inbox;
  }

  get #options() {
    return this.#inbox._options;
  }

  /** Connects to the organization of the inbox. */
  connect() {
    this.#leave();
    this.#failures = 0;
    this.#last = {};
    this.#era = {};
    this.#listenToBrowser('addEventListener');
    void this.#attempt();
  }

  retryNow() {
    if (this.#retry !== undefined) {
      void this.#attempt();
    }
  }

  /** Resolves when the socket is closed. */
  async close() {
    const socket = this.#leave();
    this.#era = {};
    this.#listenToBrowser('removeEventListener');
    if (socket && socket.readyState < 3) {
      await new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
    }
  }

  #listenToBrowser(how) {
    for (const [event, listener] of Object.entries(this.#wakes)) {
      globalThis[how]?.(event, listener);
    }
  }

  // The page is shown again, perhaps on a machine that slept. Timers of hidden pages run late.
  #lookAgain() {
    const session = this.#session;
    if (session?.heardAt && Date.now() - session.heardAt > this.#transport.silence(this.#options)) {
      this.#lost(session, SILENT);
    }
    this.retryNow();
  }

  // --- An attempt.

  async #attempt() {
    this.#leave();
    /** @type {Session} */
    const session = (this.#session = { failures: this.#failures });
    this.#tell({ state: 'connecting', failures: this.#failures });
    try {
      session.token = await this.#token(this.#last.refused ? 'refused' : 'connect');
    } catch (error) {
      this.#lost(session, `No access token: ${text(error)}`);
    }
    if (this.#session === session) {
      this.#open(session);
    }
  }

  async #token(reason) {
    const { token, connectTimeoutMs } = this.#options;
    if (typeof token !== 'function') {
      return token;
    }
    this.#log('asking for a token', reason);
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(reject, connectTimeoutMs, new Error('the function did not answer in time'));
    });
    try {
      return await Promise.race([token({ reason, previous: this.#last.token }), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {Session} session */
  #open(session) {
    this.#last = { token: session.token };
    let socket;
    try {
      socket = session.socket = this.#socket(session.token);
    } catch (error) {
      // A malformed URL, or an insecure one on a secure page: a retry would fail again.
      this.#refuse(text(error));
      return;
    }
    session.timeout = setTimeout(() => this.#lost(session, 'The gateway did not answer in time'), this.#options.connectTimeoutMs);
    socket.addEventListener('message', () => (session.heardAt = Date.now()));
    session.link = this.#transport.start(socket, this.#inbox._organizationId, this.#wishes(), this.#options, {
      opened: () => {
        clearTimeout(session.timeout);
        session.open = true;
        this.#log('open');
      },
      message: (body) => this.#message(session, body),
      error: (headers, reason) => this.#error(session, headers, reason),
      silent: () => this.#lost(session, SILENT),
      closed: (event) => this.#closed(session, event),
    });
  }

  /** What the client asks for, by the names of the gateway's headers. */
  #wishes() {
    const { types, pfaIds, snapshot } = this.#options;
    const { lastEventId } = this.#inbox;
    const wishes = {
      'last-event-id': lastEventId,
      types: types?.join(),
      'pfa-ids': pfaIds?.join(),
      snapshot: snapshot || undefined,
    };
    // Without those that are undefined.
    return JSON.parse(JSON.stringify(wishes));
  }

  #socket(token) {
    const WebSocket = this.#options.WebSocket ?? globalThis.WebSocket;
    const url = this.#url('ws');
    if (!WebSocket || !url) {
      throw new TypeError('Outside a browser, SyncClient needs the options url and WebSocket');
    }
    if (token && !TOKEN.test(token)) {
      // Checked here, since the browser's own error would show the token.
      throw new TypeError('The access token is not a JWT');
    }
    this.#log('connecting', url.href);
    const { protocols } = this.#transport;
    return new WebSocket(url, token ? [...protocols, `bearer.${token}`] : protocols);
  }

  /** @param {'http' | 'ws'} scheme */
  #url(scheme) {
    const base = this.#options.url ?? globalThis.location?.origin;
    if (base) {
      const url = new URL(base);
      const folder = url.pathname.replace(/\/*$/, '/');
      const address = new URL(`${folder}api/ws/sync/${this.#inbox._organizationId}`, url);
      address.protocol = address.protocol.replace(/^(http|ws)/, scheme);
      this.#transport.address(address, this.#wishes(), this.#options);
      return address;
    }
  }

  // --- A session.

  #message(session, body) {
    if (this.#session !== session) {
      return;
    }
    let message;
    try {
      message = JSON.parse(body);
    } catch (error) {
      this.#inbox._failed(error);
      return;
    }
    const { type, recovered } = message;
    this.#log(type, message);
    if (type === 'CONNECTED') {
      // The first greeting opens the session; a later one says that events may be missing.
      if (!session.greetedAt) {
        session.greetedAt = Date.now();
        this.#failures = 0;
        this.#era = {};
        this.#live(recovered);
      }
    } else if (type === 'STREAM_INTERRUPTED') {
      // The session stays open, but the gateway has no broker and hears no new events.
      this.#tell({ state: 'interrupted', code: message.code, since: new Date(message.since) });
    } else if (type === 'STREAM_RESTORED' && this.#inbox.status.state === 'interrupted') {
      // Events missed in between came before this message; where some may be missing, a greeting has said so already.
      this.#live(recovered);
    } else if (type === 'TOKEN_EXPIRING') {
      session.expiring = true;
      void this.#renew(session);
    } else if (type === 'AUTH_REFRESHED') {
      session.expiring = false;
      clearTimeout(session.renewal);
    } else if (type === 'AUTH_REFRESH_FAILED') {
      // The gateway cannot fetch the issuer's keys at the moment; the session goes on until its old token expires.
      this.#renewLater(session, true);
    }
    // A callback may have left meanwhile.
    if (this.#session === session) {
      this.#inbox._receive(message);
    }
  }

  #live(recovered) {
    this.#tell({ state: 'live', recovered });
  }

  // Sends the new token over the open session, so that nothing is interrupted. Asks again until the gateway has taken
  // one or the session ends with its token. One call of the token function at a time, and one timer.
  async #renew(session, resend = false) {
    if (session.asking || typeof this.#options.token !== 'function') {
      return;
    }
    clearTimeout(session.renewal);
    session.asking = true;
    try {
      const token = await this.#token('expiring');
      if (this.#session === session && token && (resend || token !== session.token)) {
        this.#last = { token };
        session.token = token;
        session.link.renew(token);
        resend = false;
      }
    } catch (error) {
      this.#inbox._failed(new Error(`No new access token: ${text(error)}`));
    }
    session.asking = false;
    this.#renewLater(session, resend);
  }

  #renewLater(session, resend) {
    clearTimeout(session.renewal);
    if (this.#session === session && session.expiring) {
      session.renewal = setTimeout(() => this.#renew(session, resend), RENEW_AGAIN_MS * (1 + this.#options.random()));
    }
  }

  // --- The end of a session or attempt.

  // An ERROR says what is wrong and whether to retry. One without that header, before the greeting, answers our own
  // CONNECT or SUBSCRIBE, so a retry would get the same answer.
  #error(session, { code: error, retryable, 'retry-after': after, 'retry-after-ms': ownMs }, reason) {
    if (this.#session !== session) {
      return;
    }
    const comeBack = retryable === undefined ? session.greetedAt : retryable === 'true';
    if (TOKEN_ERRORS.has(error)) {
      this.#tokenRefused(session, reason, { error });
    } else if (comeBack) {
      this.#lost(session, reason, { error, after, ownMs });
    } else {
      this.#refuse(reason, { error });
    }
  }

  #closed(session, { code, reason }) {
    if (this.#session !== session) {
      return;
    }
    if (TOKEN_ERRORS.has(code)) {
      this.#tokenRefused(session, reason, { code });
    } else if (code >= FIRST_FINAL_CODE) {
      this.#refuse(reason, { code });
    } else {
      const known = session.greetedAt ? 'The connection was lost' : UNREACHABLE;
      this.#lost(session, reason || known, { code, after: WAITS[code], ownMs: OWN_WAIT.exec(reason)?.[1] });
      if (code === 1006 && !session.open) {
        void this.#askWhy(session, this.#era);
      }
    }
  }

  #tokenRefused(session, reason, details) {
    if (this.#hasOthers(session.token)) {
      if (Date.now() - session.greetedAt < SHORT_SESSION_MS) {
        this.#failures = session.failures;
      }
      this.#last.refused = true;
      this.#lost(session, reason, details);
    } else {
      this.#refuse(reason, details);
    }
  }

  // Without a function there are no other tokens, and a function that gave none will give none next time.
  #hasOthers(token) {
    return token && typeof this.#options.token === 'function';
  }

  #refuse(reason, details) {
    this.#leave();
    this.#tell({ state: 'refused', reason, ...details });
  }

  #lost(session, reason, details) {
    if (session && this.#session === session) {
      this.#leave();
      this.#failures += 1;
      this.#wait(reason, details);
    }
  }

  // Full jitter, so that ten thousand clients that lost their connections together do not reconnect together. Not where
  // the gateway has chosen a wait for this client (`ownMs`): it has spread its clients already.
  /** @param {string} reason @param {{ code?: number, error?: string, after?: any, ownMs?: any }} [details] */
  #wait(reason, { code, error, after = 0, ownMs } = {}) {
    const { random, reconnectBaseMs, reconnectCeilingMs } = this.#options;
    const delay =
      ownMs === undefined
        ? 1_000 * (Number(after) || 0) + random() * Math.min(reconnectCeilingMs, reconnectBaseMs * 2 ** (this.#failures - 1))
        : Math.min(reconnectCeilingMs, Number(ownMs) || 0);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.retryNow(), delay);
    this.#log(reason, { code, error, delay });
    const nextAttemptAt = new Date(Date.now() + delay);
    this.#tell({ state: 'reconnecting', failures: this.#failures, nextAttemptAt, reason, code, error });
  }

  // Browsers do not tell why a handshake was refused; an HTTP request to the same address does. The one without the
  // token tells pages of any origin that their origin is refused, or the gateway's name.
  async #askWhy({ token }, era) {
    const url = /** @type {URL} */ (this.#url('http'));
    /** @type {Record<string, string>[]} */
    const tries = token ? [{ Authorization: `Bearer ${token}` }, {}] : [{}];
    for (const headers of tries) {
      try {
        const answer = await fetch(url, { headers, cache: 'no-store', credentials: 'omit' });
        const { status } = answer;
        const { code, detail } = await answer.json();
        if (this.#era === era && (!token || headers.Authorization || status === 403)) {
          this.#explained(token, status, code, detail, answer.headers.get('Retry-After'));
        }
        return;
      } catch {
        // Unreachable, or something else answers, or the browser may not show the answer.
      }
    }
  }

  // By now the client waits, or has begun another attempt, which a refusal ends.
  #explained(token, status, error, reason, after) {
    const tokenRefused = status === 401 && TOKEN_ERRORS.has(error);
    if (status === 400 || status === 403 || (tokenRefused && !this.#hasOthers(token))) {
      this.#refuse(reason, { error });
    } else if (this.#retry !== undefined) {
      this.#last.refused = tokenRefused;
      this.#wait(status === 426 ? NO_WEBSOCKET : reason, { code: 1006, error, after });
    }
  }

  /** Ends the current attempt, session or wait without telling, and returns the socket. */
  #leave() {
    const session = this.#session;
    this.#session = undefined;
    this.#asleep = false;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    clearTimeout(session?.timeout);
    clearTimeout(session?.renewal);
    session?.link?.stop();
    // stompjs would wait for the receipt of its DISCONNECT before it closes the socket.
    session?.socket?.close();
    return session?.socket;
  }

  #tell({ state, ...details }) {
    this.#inbox._tellStatus({ state, organizationId: this.#inbox._organizationId, ...details });
  }

  #log(step, details) {
    this.#inbox._call(() => this.#options.log?.(step, details));
  }
}
