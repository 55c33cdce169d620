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

// src/main/client/src/plain.js
var plain_exports = {};
__export(plain_exports, {
  SyncClient: () => SyncClient
});
module.exports = __toCommonJS(plain_exports);
var import_client = require("./client.cjs");

// src/main/client/src/plain-json.js
var PARAMETERS = { "last-event-id": "lastEventId" };
var SILENCE_MS = 6e4;
var SHORTEST_MS = 1e3;
var LONGEST_MS = 6e4;
var HEARTBEAT = '{"type":"HEARTBEAT",';
var interval = (wished) => wished && Math.ceil(Math.min(Math.max(wished, SHORTEST_MS), LONGEST_MS));
var plainJson = {
  protocols: ["json"],
  /** @param {URL} url @param {Record<string, string>} wishes @param {{ heartbeatMs: number }} options */
  address(url, wishes, { heartbeatMs }) {
    for (const [name, value] of Object.entries(wishes)) {
      url.searchParams.set(PARAMETERS[name] ?? name, value);
    }
    if (heartbeatMs) {
      url.searchParams.set("heart-beat", String(interval(heartbeatMs)));
    }
  },
  silence: ({ heartbeatMs }) => 2 * interval(heartbeatMs) || SILENCE_MS,
  start(socket, organizationId, wishes, options, on) {
    let heardAt;
    let watch;
    socket.onopen = on.opened;
    socket.onmessage = ({ data }) => {
      heardAt = Date.now();
      if (!data.startsWith(HEARTBEAT)) {
        on.message(data);
      } else if (watch === void 0) {
        const { intervalMs } = JSON.parse(data);
        const look = () => Date.now() - heardAt > 2 * intervalMs && on.silent();
        watch = setInterval(look, intervalMs / 4);
      }
    };
    socket.onclose = on.closed;
    return {
      renew: (token) => socket.send(JSON.stringify({ type: "AUTH_REFRESH", token })),
      stop: () => clearInterval(watch)
    };
  }
};

// src/main/client/src/plain.js
var SyncClient = class extends import_client.Client {
  /** @param {import('./index.d.ts').SyncClientOptions} [options] */
  constructor(options) {
    super(plainJson, options);
  }
};
