// @ts-check
// Names of the query parameters, where they are not those of the STOMP headers.
const PARAMETERS = { 'last-event-id': 'lastEventId' };

// Without heart-beats, the client connects again after this time out of sight.
const SILENCE_MS = 60_000;

// What the gateway takes, in milliseconds.
const SHORTEST_MS = 1_000;
const LONGEST_MS = 60_000;

const HEARTBEAT = '{"type":"HEARTBEAT",';

/** @param {number} wished in milliseconds; 0 for none */
const interval = (wished) => wished && Math.ceil(Math.min(Math.max(wished, SHORTEST_MS), LONGEST_MS));

/** How to listen by bare JSON over a WebSocket. */
export const plainJson = {
  protocols: ['json'],

  /** @param {URL} url @param {Record<string, string>} wishes @param {{ heartbeatMs: number }} options */
  address(url, wishes, { heartbeatMs }) {
    for (const [name, value] of Object.entries(wishes)) {
      url.searchParams.set(PARAMETERS[name] ?? name, value);
    }
    if (heartbeatMs) {
      url.searchParams.set('heart-beat', String(interval(heartbeatMs)));
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
      } else if (watch === undefined) {
        // An earlier gateway sends none, so only now there is something to miss. The interval may be longer than asked for.
        const { intervalMs } = JSON.parse(data);
        const look = () => Date.now() - heardAt > 2 * intervalMs && on.silent();
        watch = setInterval(look, intervalMs / 4);
      }
    };
    socket.onclose = on.closed;
    return {
      renew: (token) => socket.send(JSON.stringify({ type: 'AUTH_REFRESH', token })),
      stop: () => clearInterval(watch),
    };
  },
};
