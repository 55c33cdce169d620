// @ts-check
import { Client, TickerStrategy } from '@stomp/stompjs';

/** How to listen by STOMP over a WebSocket. */
export const stomp = {
  protocols: ['v12.stomp', 'v11.stomp', 'v10.stomp'],

  // STOMP clients say in SUBSCRIBE what they want.
  address() {},

  silence: ({ heartbeatMs }) => 2 * heartbeatMs || Infinity,

  start(socket, organizationId, wishes, { heartbeatMs, heartbeatWorker }, on) {
    const client = new Client({
      webSocketFactory: () => socket,
      // One stompjs Client per session: Connection itself decides when to reconnect.
      reconnectDelay: 0,
      heartbeatIncoming: heartbeatMs,
      heartbeatOutgoing: heartbeatMs,
      heartbeatStrategy: heartbeatWorker ? TickerStrategy.Worker : TickerStrategy.Interval,
      // Without this, a browser may take minutes to close a dead socket.
      discardWebsocketOnCommFailure: true,
      onConnect: () => {
        on.opened();
        client.subscribe(`/topic/sync.${organizationId}`, ({ body }) => on.message(body), wishes);
      },
      onHeartbeatLost: on.silent,
      // Before CONNECTED, stompjs leaves escapes in the headers as they are; the body has none.
      onStompError: ({ headers, body }) => on.error(headers, body || headers.message),
      onWebSocketClose: on.closed,
    });
    client.activate();
    return {
      renew: (token) => client.publish({ destination: '/app/auth.refresh', headers: { Authorization: `Bearer ${token}` } }),
      stop: () => void client.deactivate(),
    };
  },
};
