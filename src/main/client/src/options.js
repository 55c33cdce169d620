/** All options of a client that have a default, with their defaults. Durations are in milliseconds. */
export const DEFAULTS = {
  /** Longest wait before the first retry. Doubles with each further retry. */
  reconnectBaseMs: 1_000,
  /** Longest wait before any retry. */
  reconnectCeilingMs: 30_000,
  /** Time within which a token must come, and within which the gateway must then open a session. */
  connectTimeoutMs: 15_000,
  /** Interval of heart-beats each way. The client reconnects after two without one. 0: no heart-beats. */
  heartbeatMs: 10_000,
  /** Whether to send heart-beats from a worker, since browsers run timers of hidden tabs only once a minute. */
  heartbeatWorker: true,
  /** Number of event ids remembered to drop duplicates; the oldest are forgotten first. */
  rememberedEvents: 10_000,
  /** Whether to ask for the states of all records when the client connects without a position, or after a gap. */
  snapshot: true,
  /** Number of finished records (SYNC_SUCCESS, SYNC_REMOVED) whose state is kept; the oldest are forgotten first. */
  finishedStates: 10_000,
  /** Called with what goes wrong besides the connection: a callback that throws, a token that cannot be renewed. */
  onError: (error) => console.error('SyncClient:', error),
  /** Returns a random number from 0 to below 1, for the waits. */
  random: Math.random,
};

const ORGANIZATION_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Whether `text` can be an organization id. */
export const isOrganizationId = (text) => typeof text === 'string' && ORGANIZATION_ID.test(text);
