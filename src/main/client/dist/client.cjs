var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/main/client/src/client.js
var client_exports = {};
__export(client_exports, {
  Client: () => Client
});
module.exports = __toCommonJS(client_exports);

// src/main/client/src/connection.js
var FIRST_FINAL_CODE = 4400;
var WAITS = { 1001: 1, 1011: 5, 1013: 5, 4001: 1, 4002: 5, 4003: 30, 4004: 10 };
var TOKEN_ERRORS = /* @__PURE__ */ new Set(["UNAUTHORIZED", "INVALID_TOKEN", "TOKEN_EXPIRED", "TOKEN_REVOKED", 4410, 4411, 4412, 4413]);
var TOKEN = /^[A-Za-z0-9._~-]+$/;
var RENEW_AGAIN_MS = 5e3;
var SHORT_SESSION_MS = 1e4;
var OWN_WAIT = /retry-after-ms=(\d{1,9})/;
var NO_WEBSOCKET = "The gateway answers, but no WebSocket opens; a proxy may be in the way";
var SILENT = "The gateway sent no heart-beats";
var UNREACHABLE = "The gateway cannot be reached";
var text = (error) => error?.message ?? error;
var Connection = class {
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
    offline: () => this.#lost(this.#session, "The network is offline"),
    visibilitychange: () => globalThis.document.visibilityState === "visible" && this.#lookAgain(),
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
    }
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
    this.#listenToBrowser("addEventListener");
    void this.#attempt();
  }
  retryNow() {
    if (this.#retry !== void 0) {
      void this.#attempt();
    }
  }
  /** Resolves when the socket is closed. */
  async close() {
    const socket = this.#leave();
    this.#era = {};
    this.#listenToBrowser("removeEventListener");
    if (socket && socket.readyState < 3) {
      await new Promise((resolve) => socket.addEventListener("close", resolve, { once: true }));
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
    const session = this.#session = { failures: this.#failures };
    this.#tell({ state: "connecting", failures: this.#failures });
    try {
      session.token = await this.#token(this.#last.refused ? "refused" : "connect");
    } catch (error) {
      this.#lost(session, `No access token: ${text(error)}`);
    }
    if (this.#session === session) {
      this.#open(session);
    }
  }
  async #token(reason) {
    const { token, connectTimeoutMs } = this.#options;
    if (typeof token !== "function") {
      return token;
    }
    this.#log("asking for a token", reason);
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(reject, connectTimeoutMs, new Error("the function did not answer in time"));
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
      this.#refuse(text(error));
      return;
    }
    session.timeout = setTimeout(() => this.#lost(session, "The gateway did not answer in time"), this.#options.connectTimeoutMs);
    socket.addEventListener("message", () => session.heardAt = Date.now());
    session.link = this.#transport.start(socket, this.#inbox._organizationId, this.#wishes(), this.#options, {
      opened: () => {
        clearTimeout(session.timeout);
        session.open = true;
        this.#log("open");
      },
      message: (body) => this.#message(session, body),
      error: (headers, reason) => this.#error(session, headers, reason),
      silent: () => this.#lost(session, SILENT),
      closed: (event) => this.#closed(session, event)
    });
  }
  /** What the client asks for, by the names of the gateway's headers. */
  #wishes() {
    const { types, pfaIds, snapshot } = this.#options;
    const { lastEventId } = this.#inbox;
    const wishes = {
      "last-event-id": lastEventId,
      types: types?.join(),
      "pfa-ids": pfaIds?.join(),
      snapshot: snapshot || void 0
    };
    return JSON.parse(JSON.stringify(wishes));
  }
  #socket(token) {
    const WebSocket = this.#options.WebSocket ?? globalThis.WebSocket;
    const url = this.#url("ws");
    if (!WebSocket || !url) {
      throw new TypeError("Outside a browser, SyncClient needs the options url and WebSocket");
    }
    if (token && !TOKEN.test(token)) {
      throw new TypeError("The access token is not a JWT");
    }
    this.#log("connecting", url.href);
    const { protocols } = this.#transport;
    return new WebSocket(url, token ? [...protocols, `bearer.${token}`] : protocols);
  }
  /** @param {'http' | 'ws'} scheme */
  #url(scheme) {
    const base = this.#options.url ?? globalThis.location?.origin;
    if (base) {
      const url = new URL(base);
      const folder = url.pathname.replace(/\/*$/, "/");
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
    if (type === "CONNECTED") {
      if (!session.greetedAt) {
        session.greetedAt = Date.now();
        this.#failures = 0;
        this.#era = {};
        this.#live(recovered);
      }
    } else if (type === "STREAM_INTERRUPTED") {
      this.#tell({ state: "interrupted", code: message.code, since: new Date(message.since) });
    } else if (type === "STREAM_RESTORED" && this.#inbox.status.state === "interrupted") {
      this.#live(recovered);
    } else if (type === "TOKEN_EXPIRING") {
      session.expiring = true;
      void this.#renew(session);
    } else if (type === "AUTH_REFRESHED") {
      session.expiring = false;
      clearTimeout(session.renewal);
    } else if (type === "AUTH_REFRESH_FAILED") {
      this.#renewLater(session, true);
    }
    if (this.#session === session) {
      this.#inbox._receive(message);
    }
  }
  #live(recovered) {
    this.#tell({ state: "live", recovered });
  }
  // Sends the new token over the open session, so that nothing is interrupted. Asks again until the gateway has taken
  // one or the session ends with its token. One call of the token function at a time, and one timer.
  async #renew(session, resend = false) {
    if (session.asking || typeof this.#options.token !== "function") {
      return;
    }
    clearTimeout(session.renewal);
    session.asking = true;
    try {
      const token = await this.#token("expiring");
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
  #error(session, { code: error, retryable, "retry-after": after, "retry-after-ms": ownMs }, reason) {
    if (this.#session !== session) {
      return;
    }
    const comeBack = retryable === void 0 ? session.greetedAt : retryable === "true";
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
      const known = session.greetedAt ? "The connection was lost" : UNREACHABLE;
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
    return token && typeof this.#options.token === "function";
  }
  #refuse(reason, details) {
    this.#leave();
    this.#tell({ state: "refused", reason, ...details });
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
    const delay = ownMs === void 0 ? 1e3 * (Number(after) || 0) + random() * Math.min(reconnectCeilingMs, reconnectBaseMs * 2 ** (this.#failures - 1)) : Math.min(reconnectCeilingMs, Number(ownMs) || 0);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.retryNow(), delay);
    this.#log(reason, { code, error, delay });
    const nextAttemptAt = new Date(Date.now() + delay);
    this.#tell({ state: "reconnecting", failures: this.#failures, nextAttemptAt, reason, code, error });
  }
  // Browsers do not tell why a handshake was refused; an HTTP request to the same address does. The one without the
  // token tells pages of any origin that their origin is refused, or the gateway's name.
  async #askWhy({ token }, era) {
    const url = (
      /** @type {URL} */
      this.#url("http")
    );
    const tries = token ? [{ Authorization: `Bearer ${token}` }, {}] : [{}];
    for (const headers of tries) {
      try {
        const answer = await fetch(url, { headers, cache: "no-store", credentials: "omit" });
        const { status } = answer;
        const { code, detail } = await answer.json();
        if (this.#era === era && (!token || headers.Authorization || status === 403)) {
          this.#explained(token, status, code, detail, answer.headers.get("Retry-After"));
        }
        return;
      } catch {
      }
    }
  }
  // By now the client waits, or has begun another attempt, which a refusal ends.
  #explained(token, status, error, reason, after) {
    const tokenRefused = status === 401 && TOKEN_ERRORS.has(error);
    if (status === 400 || status === 403 || tokenRefused && !this.#hasOthers(token)) {
      this.#refuse(reason, { error });
    } else if (this.#retry !== void 0) {
      this.#last.refused = tokenRefused;
      this.#wait(status === 426 ? NO_WEBSOCKET : reason, { code: 1006, error, after });
    }
  }
  /** Ends the current attempt, session or wait without telling, and returns the socket. */
  #leave() {
    const session = this.#session;
    this.#session = void 0;
    this.#asleep = false;
    clearTimeout(this.#retry);
    this.#retry = void 0;
    clearTimeout(session?.timeout);
    clearTimeout(session?.renewal);
    session?.link?.stop();
    session?.socket?.close();
    return session?.socket;
  }
  #tell({ state, ...details }) {
    this.#inbox._tellStatus({ state, organizationId: this.#inbox._organizationId, ...details });
  }
  #log(step, details) {
    this.#inbox._call(() => this.#options.log?.(step, details));
  }
};

// src/main/client/src/options.js
var DEFAULTS = {
  /** Longest wait before the first retry. Doubles with each further retry. */
  reconnectBaseMs: 1e3,
  /** Longest wait before any retry. */
  reconnectCeilingMs: 3e4,
  /** Time within which a token must come, and within which the gateway must then open a session. */
  connectTimeoutMs: 15e3,
  /** Interval of heart-beats each way. The client reconnects after two without one. 0: no heart-beats. */
  heartbeatMs: 1e4,
  /** Whether to send heart-beats from a worker, since browsers run timers of hidden tabs only once a minute. */
  heartbeatWorker: true,
  /** Number of event ids remembered to drop duplicates; the oldest are forgotten first. */
  rememberedEvents: 1e4,
  /** Whether to ask for the states of all records when the client connects without a position, or after a gap. */
  snapshot: true,
  /** Number of finished records (SYNC_SUCCESS, SYNC_REMOVED) whose state is kept; the oldest are forgotten first. */
  finishedStates: 1e4,
  /** Called with what goes wrong besides the connection: a callback that throws, a token that cannot be renewed. */
  onError: (error) => console.error("SyncClient:", error),
  /** Returns a random number from 0 to below 1, for the waits. */
  random: Math.random
};
var ORGANIZATION_ID = /^[A-Za-z0-9_-]{1,64}$/;
var isOrganizationId = (text2) => typeof text2 === "string" && ORGANIZATION_ID.test(text2);

// src/main/client/src/states.js
var TELL_EVERY_MS = 50;
var FINISHED = /^SYNC_(SUCCESS|REMOVED)$/;
var States = class {
  /** @type {Map<string, SyncEvent>} the record that changed last comes last */
  #states = /* @__PURE__ */ new Map();
  /** Ids of the records that are finished. @type {Set<string>} */
  #finished = /* @__PURE__ */ new Set();
  /** What has come of a snapshot that is not whole yet. @type {SyncEvent[]} @protected */
  _parts = [];
  /** @type {SyncEvent[] | undefined} */
  #list;
  /** Each with the record that it wants to hear of, or all. @type {Map<(changed: Set<string>) => void, string | undefined>} */
  #listeners = /* @__PURE__ */ new Map();
  /** Ids of the records that changed since the listeners were last told. @type {Set<string>} */
  #changed = /* @__PURE__ */ new Set();
  #telling = false;
  complete = false;
  /** @type {SyncClientOptions & typeof DEFAULTS} @protected */
  _options;
  /** @param {SyncClientOptions} [options] */
  constructor(options = {}) {
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== void 0));
    this._options = { ...DEFAULTS, ...given };
  }
  /** @param {string} pfaId */
  state(pfaId) {
    return this.#states.get(pfaId);
  }
  states() {
    return this.#list ??= [...this.#states.values()];
  }
  /** @param {(changed: Set<string>) => void} listener @param {string} [pfaId] */
  subscribe(listener, pfaId) {
    const own = (changed) => listener(changed);
    this.#listeners.set(own, pfaId);
    return () => {
      this.#listeners.delete(own);
    };
  }
  /** Something may have been missed: the states may be out of date until the next snapshot. @protected */
  _doubt() {
    this.complete = false;
    this._parts = [];
    this.#tell();
  }
  /** @param {SyncEvent[]} part @param {boolean} last only then are the states replaced, all at once @protected */
  _snapshot(part, last) {
    this._parts.push(...part);
    if (last) {
      this._replace(this._parts);
      this._parts = [];
    }
  }
  /** @param {readonly SyncEvent[]} states of all records @protected */
  _replace(states) {
    const before = this.#states;
    this.#states = /* @__PURE__ */ new Map();
    this.#finished.clear();
    for (const state of states) {
      const known = before.get(state.pfaId);
      this._put(known?.eventId === state.eventId ? known : state, known);
      before.delete(state.pfaId);
    }
    before.forEach((_, pfaId) => this.#tell(pfaId));
    this.complete = true;
    this.#tell();
  }
  /** @param {SyncEvent} state @param {SyncEvent} [known] what listeners know of the record @protected */
  _put(state, known) {
    const { pfaId } = state;
    this.#drop(pfaId);
    this.#states.set(pfaId, state);
    if (FINISHED.test(state.type)) {
      this.#finished.add(pfaId);
      if (this.#finished.size > this._options.finishedStates) {
        const [oldest] = this.#finished;
        this.#drop(oldest);
        this.#tell(oldest);
      }
    }
    if (state !== known) {
      this.#tell(pfaId);
    }
  }
  #drop(pfaId) {
    this.#states.delete(pfaId);
    this.#finished.delete(pfaId);
  }
  #tell(pfaId) {
    this.#list = void 0;
    if (pfaId) {
      this.#changed.add(pfaId);
    }
    if (!this.#telling) {
      this.#telling = true;
      setTimeout(() => this.#flush(), TELL_EVERY_MS);
    }
  }
  #flush() {
    const changed = this.#changed;
    this.#changed = /* @__PURE__ */ new Set();
    this.#telling = false;
    for (const [listener, pfaId] of this.#listeners) {
      if (!pfaId || changed.has(pfaId)) {
        this._call(listener, changed);
      }
    }
  }
  /** Calls a function of the owner's. One that throws must not end the stream. @protected */
  _call(callback, argument) {
    try {
      callback?.(argument);
    } catch (error) {
      this._failed(error);
    }
  }
  /** @protected */
  _failed(error) {
    try {
      this._options.onError(error);
    } catch (e) {
      console.error(e);
    }
  }
};

// src/main/client/src/inbox.js
var Inbox = class extends States {
  /** @protected */
  _organizationId = "";
  /** @type {SyncStatus} */
  status = { state: "closed" };
  /** @type {string | undefined} */
  lastEventId;
  /** @type {Date | undefined} */
  uncertainBefore;
  /** @type {Set<string>} */
  #seen = /* @__PURE__ */ new Set();
  static isOrganizationId = isOrganizationId;
  /**
   * Begins with an organization: forgets everything of the one before.
   *
   * @param {string} organizationId
   * @param {{ lastEventId?: string, states?: readonly any[], uncertainBefore?: Date }} [position]
   * @protected
   */
  _begin(organizationId, { lastEventId, states, uncertainBefore } = {}) {
    this._organizationId = organizationId;
    this.#seen.clear();
    this.uncertainBefore = uncertainBefore;
    this.lastEventId = lastEventId;
    this._replace(states ?? []);
    if (!states) {
      this._doubt();
    }
  }
  /** @protected */
  _receive(message) {
    const { type, eventId } = message;
    const { onEvent, onGap } = this._options;
    this.lastEventId = eventId;
    if (type === "CONNECTED") {
      if (!message.recovered) {
        this._doubt();
      }
      if (message.recovered === false) {
        this._call(onGap, message);
      }
    } else if (type === "SNAPSHOT") {
      this.uncertainBefore = message.uncertainBefore && new Date(message.uncertainBefore);
      this._snapshot(message.states, message.last);
    } else if (type.startsWith("SYNC_") && this.#isNew(eventId)) {
      this._put(message);
      this._call(onEvent, message);
    }
  }
  #isNew(eventId) {
    if (this.#seen.has(eventId)) {
      return false;
    }
    this.#seen.add(eventId);
    if (this.#seen.size > this._options.rememberedEvents) {
      const [oldest] = this.#seen;
      this.#seen.delete(oldest);
    }
    return true;
  }
  /** @protected */
  _tellStatus(status) {
    this.status = status;
    this._call(this._options.onStatus, status);
  }
};

// src/main/client/src/client.js
var Client = class extends Inbox {
  #connection;
  /** @param {any} transport @param {import('./index.d.ts').SyncClientOptions} [options] */
  constructor(transport, options) {
    super(options);
    this.#connection = new Connection(transport, this);
  }
  connect(organizationId, position = {}) {
    if (!Inbox.isOrganizationId(organizationId)) {
      throw new TypeError("An organization id must be 1 to 64 letters, digits, _ or -");
    }
    const idle = ["closed", "refused"].includes(this.status.state);
    if (idle || organizationId !== this._organizationId || position.lastEventId) {
      this._begin(organizationId, position);
      this._start();
    }
  }
  retryNow() {
    this.#connection.retryNow();
  }
  async close() {
    const stopped = this._stop();
    this._begin("");
    if (this.status.state !== "closed") {
      this._tellStatus({ state: "closed" });
    }
    await stopped;
  }
  /** @protected */
  _start() {
    this.#connection.connect();
  }
  /** @protected */
  _stop() {
    return this.#connection.close();
  }
};
