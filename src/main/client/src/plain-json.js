// @ts-check
// Names of the query parameters, where they are not those of the STOMP headers.
const PARAMETERS = { 'last-event-id': 'lastEventId' };

// Plain JSON has no heart-beats that a page could see, so after this time out of sight the client connects again.
const SILENCE_MS = 60_000;

/** How to listen by bare JSON over a WebSocket. */
export const plainJson = {
  protocols: ['json'],

  /** @param {URL} url @param {Record<string, string>} wishes */
  address(url, wishes) {
    for (const [name, value] of Object.entries(wishes)) {
      url.searchParams.set(PARAMETERS[name] ?? name, value);
    }
  },

  silence: () => SILENCE_MS,

  start(socket, organizationId, wishes, options, on) {
    socket.onopen = on.opened;
    socket.onmessage = ({ data }) => on.message(data);
    socket.onclose = on.closed;
    return {
      renew: (token) => socket.send(JSON.stringify({ type: 'AUTH_REFRESH', token })),
      stop() {},
    };
  },
};
