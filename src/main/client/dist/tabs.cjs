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

// src/main/client/src/tabs.js
var tabs_exports = {};
__export(tabs_exports, {
  shareAcrossTabs: () => shareAcrossTabs
});
module.exports = __toCommonJS(tabs_exports);
var ANSWER_MS = 5e3;
var ASK_EVERY_MS = 1e4;
var PROTOCOL = "sync-client-1";
var shareAcrossTabs = (Base) => class SharedSyncClient extends Base {
  #share;
  /** @type {BroadcastChannel | undefined} */
  #channel;
  #leads = false;
  /** Whether this tab has the leader's states, so that it may go on from them. */
  #synced = false;
  /** Ends the leadership, or the wait for it. */
  #release = () => {
  };
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #asking;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #overdue;
  #ask = () => {
    if (!this.#leads && document.visibilityState === "visible") {
      this.#post({ ask: true });
      this.#overdue ??= setTimeout(() => this.#lock({ steal: true }), ANSWER_MS);
    }
  };
  constructor(...args) {
    super(...args);
    const [{ share } = { share: void 0 }] = args;
    if (typeof share !== "string" || share === "") {
      throw new TypeError("The option share must name who may share the connection, such as the id of the user");
    }
    this.#share = share;
  }
  /** Whether this tab has the connection. */
  get leads() {
    return this.#leads;
  }
  _start() {
    void this._stop();
    if (!globalThis.navigator?.locks) {
      this.#leads = true;
      super._start();
      return;
    }
    this._tellStatus({ state: "connecting", organizationId: this._organizationId, failures: 0 });
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }) => this.#heard(data);
    this.#follow();
    this.#asking = setInterval(this.#ask, ASK_EVERY_MS);
    document.addEventListener("visibilitychange", this.#ask);
  }
  /** Tabs that would get different events must not share. */
  get #name() {
    const { url, types, pfaIds, snapshot } = this._options;
    return JSON.stringify([PROTOCOL, this.#share, String(url ?? location.origin), this._organizationId, types, pfaIds, snapshot]);
  }
  #follow() {
    this.#synced = false;
    this.#lock({});
    this.#post({ hello: true });
  }
  // Queues for the lock, or takes it from a leader that does not answer; holds it until released.
  #lock(how) {
    this.#release();
    const waiting = new AbortController();
    const signal = how.steal ? void 0 : waiting.signal;
    const lead = () => new Promise((resolve) => {
      if (waiting.signal.aborted) {
        resolve(void 0);
        return;
      }
      this.#release = () => resolve(void 0);
      this.#lead();
    });
    this.#release = () => waiting.abort();
    const { request } = navigator.locks;
    request.call(navigator.locks, this.#name, { ...how, signal }, lead).catch((error) => {
      if (!waiting.signal.aborted && this.#leads) {
        this.#leads = false;
        void super._stop();
        this.#follow();
      } else if (error?.name !== "AbortError") {
        this._failed(error);
      }
    });
  }
  #lead() {
    this.#answered();
    this.#leads = true;
    super._start();
    this.#post({ leader: true });
  }
  #answered() {
    clearTimeout(this.#overdue);
    this.#overdue = void 0;
  }
  #heard({ hello, ask, retry, leader, here, welcome, message, status }) {
    if (this.#leads) {
      if (hello) {
        const { lastEventId, uncertainBefore, status: status2 } = this;
        const states = this.complete ? this.states() : void 0;
        this.#post({ welcome: { lastEventId, uncertainBefore, states, parts: this._parts }, status: status2 });
      } else if (ask) {
        this.#post({ here: true });
      } else if (retry) {
        super.retryNow();
      }
      return;
    }
    if (leader || here || welcome || message || status) {
      this.#answered();
    }
    if (leader && !this.#synced) {
      this.#post({ hello: true });
    }
    if (welcome && !this.#synced) {
      this.#synced = true;
      this._begin(this._organizationId, welcome);
      this._snapshot(welcome.parts, false);
    }
    if (message && this.#synced) {
      super._receive(message);
    }
    if (status) {
      super._tellStatus(status);
    }
  }
  #post(data) {
    this.#channel?.postMessage(data);
  }
  _receive(message) {
    super._receive(message);
    this.#post({ message });
  }
  _tellStatus(status) {
    super._tellStatus(status);
    if (this.#leads) {
      this.#post({ status });
    }
  }
  retryNow() {
    if (this.#leads) {
      super.retryNow();
    } else {
      this.#post({ retry: true });
    }
  }
  async _stop() {
    clearInterval(this.#asking);
    this.#answered();
    globalThis.document?.removeEventListener("visibilitychange", this.#ask);
    const closed = this.#leads ? super._stop() : void 0;
    this.#leads = false;
    this.#synced = false;
    this.#channel?.close();
    this.#channel = void 0;
    this.#release();
    this.#release = () => {
    };
    await closed;
  }
};
