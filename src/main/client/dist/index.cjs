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

// src/main/client/src/index.js
var index_exports = {};
__export(index_exports, {
  SyncClient: () => SyncClient
});
module.exports = __toCommonJS(index_exports);
var import_client = require("./client.cjs");

// src/main/client/src/stomp.js
var import_stompjs = require("@stomp/stompjs");
var stomp = {
  protocols: ["v12.stomp", "v11.stomp", "v10.stomp"],
  // STOMP clients say in SUBSCRIBE what they want.
  address() {
  },
  silence: ({ heartbeatMs }) => 2 * heartbeatMs || Infinity,
  start(socket, organizationId, wishes, { heartbeatMs, heartbeatWorker }, on) {
    const client = new import_stompjs.Client({
      webSocketFactory: () => socket,
      // One stompjs Client per session: Connection itself decides when to reconnect.
      reconnectDelay: 0,
      heartbeatIncoming: heartbeatMs,
      heartbeatOutgoing: heartbeatMs,
      heartbeatStrategy: heartbeatWorker ? import_stompjs.TickerStrategy.Worker : import_stompjs.TickerStrategy.Interval,
      // Without this, a browser may take minutes to close a dead socket.
      discardWebsocketOnCommFailure: true,
      onConnect: () => {
        on.opened();
        client.subscribe(`/topic/sync.${organizationId}`, ({ body }) => on.message(body), wishes);
      },
      onHeartbeatLost: on.silent,
      // Before CONNECTED, stompjs leaves escapes in the headers as they are; the body has none.
      onStompError: ({ headers, body }) => on.error(headers, body || headers.message),
      onWebSocketClose: on.closed
    });
    client.activate();
    return {
      renew: (token) => client.publish({ destination: "/app/auth.refresh", headers: { Authorization: `Bearer ${token}` } }),
      stop: () => void client.deactivate()
    };
  }
};

// src/main/client/src/index.js
var SyncClient = class extends import_client.Client {
  /** @param {import('./index.d.ts').SyncClientOptions} [options] */
  constructor(options) {
    super(stomp, options);
  }
};
