/** Types of `@pfa-vanguard/sync-client`. The comments here are its reference. */

/** The fields of all events. Ignore unknown fields: later versions may add some. */
interface SyncEventBase {
  /** Unique id of the event. A repeated delivery of the same event has the same id. */
  eventId: string;
  /** Internal id of the organization, not its code. */
  organizationId: string;
  /** Business key of the record. */
  pfaId: string;
  /** Time of emission: ISO 8601, UTC, milliseconds, as in `2026-03-04T09:15:02.040Z`. */
  timestamp: string;
}

/** The write waits in the queue; with details, for a retry after a failed attempt. */
export interface SyncQueued extends SyncEventBase {
  type: 'SYNC_QUEUED';
  details?: {
    /** Retries used, including the one now waiting. */
    retryCount: number;
    /** ISO 8601, UTC. */
    nextAttemptAt: string;
  };
}

/** A worker has taken the write. */
export interface SyncProcessing extends SyncEventBase {
  type: 'SYNC_PROCESSING';
}

/** PEMS has stored the record. Fetch it again by REST. */
export interface SyncSuccess extends SyncEventBase {
  type: 'SYNC_SUCCESS';
  details: {
    /** The record's new version. */
    newVersion: number;
    /** `use_pems`: a conflict was resolved by keeping the values of PEMS. */
    resolution?: 'use_pems';
  };
}

/** The user and PEMS changed the same fields; a person must decide. */
export interface SyncConflict extends SyncEventBase {
  type: 'SYNC_CONFLICT';
  details: {
    /** Fetch the values by REST with this id. */
    conflictId: string;
    /** Names of the fields, never their values. */
    conflictingFields: string[];
  };
}

/** The write has failed for good. */
export interface SyncFailed extends SyncEventBase {
  type: 'SYNC_FAILED';
  details: {
    /** Message for users, at most 500 characters. Show it as text, never as HTML. */
    error: string;
    /** Retries already used: 0 when the first attempt failed for good. */
    retryCount: number;
  };
}

/**
 * A failed edit is no longer kept, and no other edit of the record is open: show the record without a badge. Its values
 * never reached PEMS.
 */
export interface SyncRemoved extends SyncEventBase {
  type: 'SYNC_REMOVED';
  details: {
    /** `given_up`: a user removed the failed edit. `expired`: its time was over, or newer failed edits took its place. */
    reason: 'given_up' | 'expired';
  };
}

/** A change in the state of one record on its way to PEMS; `type` tells which. Pass over types that you do not know. */
export type SyncEvent = SyncQueued | SyncProcessing | SyncSuccess | SyncConflict | SyncFailed | SyncRemoved;

/** The names of all types of events. */
export type SyncEventType = SyncEvent['type'];

/** The gateway's greeting to this client. Not a sync event. */
export interface Connected {
  type: 'CONNECTED';
  organizationId: string;
  timestamp: string;
  /** Position in the stream from which to resume. */
  eventId: string;
  /** After a resume: whether all missed events follow (`true`) or some may be missing (`false`). */
  recovered?: boolean;
}


/** State of the connection; `state` tells which. */
export type SyncStatus =
  /** Not listening: before `connect` or after `close`. */
  | { state: 'closed'; organizationId?: string }
  /** Connecting; `failures` attempts have failed since the connection was last live. */
  | { state: 'connecting'; organizationId: string; failures: number }
  /** Connected and subscribed. */
  | { state: 'live'; organizationId: string; recovered?: boolean }
  /**
   * Connected, but the gateway hears no new events at the moment, for the reason `code` (`BROKER_UNAVAILABLE`). They
   * come later; keep what is shown and say that it may be out of date.
   */
  | { state: 'interrupted'; organizationId: string; code: string; since: Date }
  /**
   * Waiting for the next attempt. `code` is the WebSocket's close code and `error` the gateway's error code, such as
   * `TOKEN_EXPIRED`, if there was one.
   */
  | {
      state: 'reconnecting';
      organizationId: string;
      failures: number;
      nextAttemptAt: Date;
      reason: string;
      code?: number;
      error?: string;
    }
  /** The gateway refuses this client; no further attempt before the next `connect`. */
  | { state: 'refused'; organizationId: string; reason: string; code?: number; error?: string };

/** Why the client asks for a token. */
export interface TokenRequest {
  /**
   * `connect`: for a new connection. `expiring`: the token in use is about to expire. `refused`: the gateway has refused
   * `previous`. After the last two, do not take the answer from a cache.
   */
  reason: 'connect' | 'expiring' | 'refused';
  /** The token that was used last, if any. */
  previous?: string;
}

export interface SyncClientOptions {
  /** Address of the gateway, `http(s):` or `ws(s):`, with its path if it is mounted below one. Default: the page's origin. */
  url?: string | URL;
  /**
   * Access token, or a function that returns one or a promise of one. It is called before every attempt, and while
   * connected when the token in use is about to expire. If it fails, it is called again after a wait. Default: none.
   */
  token?: string | ((request: TokenRequest) => string | undefined | Promise<string | undefined>);
  /** Types of events that you want. Default: all. */
  types?: readonly SyncEventType[];
  /** Records that you want to hear of, at most 100. Default: all. */
  pfaIds?: readonly string[];
  /**
   * Whether to ask for the states of all records when the client connects without a position, and after a gap. Without it,
   * `state` and `states` know only of events that came. Default: true.
   */
  snapshot?: boolean;
  /** Called with each event once, in order. Default: nothing. */
  onEvent?: (event: SyncEvent) => void;
  /** Called whenever the state of the connection changes. Default: nothing. */
  onStatus?: (status: SyncStatus) => void;
  /**
   * Called with the greeting when events may have been missed. `states` heals by itself, unless `snapshot` is false: then
   * read the state by REST again. Default: nothing.
   */
  onGap?: (greeting: Connected) => void;
  /**
   * Called with what goes wrong besides the connection, which `onStatus` tells: a callback that throws, a token that
   * cannot be renewed, a message that is not JSON. Default: writes to the console.
   */
  onError?: (error: unknown) => void;
  /** Called with every step, for debugging, such as `console.debug`. Never gets a token. Default: nothing. */
  log?: (step: string, details?: unknown) => void;
  /** Longest wait before the first retry, in milliseconds. Doubles with each further retry. Default: 1,000. */
  reconnectBaseMs?: number;
  /** Longest wait before any retry, in milliseconds, unless the gateway asks for a longer one in seconds. Default: 30,000. */
  reconnectCeilingMs?: number;
  /** Milliseconds within which a token must come, and then as long for the gateway to open a session. Default: 15,000. */
  connectTimeoutMs?: number;
  /** Milliseconds between heart-beats each way. Reconnects after two without one. 0: no heart-beats. Default: 10,000. */
  heartbeatMs?: number;
  /**
   * Whether to send heart-beats from a worker, since browsers run timers of hidden tabs only once a minute. Needs
   * `worker-src blob:` in the content security policy. Default: true, where the platform has workers.
   */
  heartbeatWorker?: boolean;
  /** Number of event ids remembered to drop duplicates; the oldest are forgotten first. Default: 10,000. */
  rememberedEvents?: number;
  /** Number of finished records whose state is kept; the oldest are forgotten first. Open ones are all kept. Default: 10,000. */
  finishedStates?: number;
  /** The WebSocket class. Default: the platform's; Node.js before 22 has none, so pass the one of the package `ws`. */
  WebSocket?: new (url: string | URL, protocols?: string[]) => unknown;
  /** Returns a random number from 0 to below 1, for the waits. Default: `Math.random`. */
  random?: () => number;
}

/** Where to go on in the stream. */
export interface SyncPosition {
  /** Resume after this event instead of starting with the states and live events. */
  lastEventId?: string;
  /** The states of all records at this position, if you kept them. */
  states?: readonly SyncEvent[];
}

/**
 * Receives the sync events of one organization. Reconnects until it succeeds, resumes after the last event received, passes
 * on each event once and in order, and knows the state of every record.
 */
export class SyncClient {
  constructor(options?: SyncClientOptions);

  /** Whether `text` is a valid organization id. Does not check that the organization exists. */
  static isOrganizationId(text: unknown): text is string;

  /** Current state of the connection: the object of the last call to `onStatus`. */
  readonly status: SyncStatus;

  /** Position in the stream: id of the last message received. Pass it to `connect` later to resume from here. */
  readonly lastEventId: string | undefined;

  /** Whether `states` holds all records: a snapshot has come whole, and nothing was missed since. */
  readonly complete: boolean;

  /** The gateway may have missed events before this moment: states with an earlier `timestamp` may be out of date. */
  readonly uncertainBefore: Date | undefined;

  /**
   * Starts listening to an organization and stops listening to the one before. Does nothing if it listens to it already,
   * so it may be called on every render of a view.
   *
   * @param organizationId 1 to 64 characters of `A-Z a-z 0-9 _ -`
   * @throws TypeError if the organization id is invalid
   */
  connect(organizationId: string, position?: SyncPosition): void;

  /** The last event of a record; `undefined` if it has none, or none for long. The same object until it changes. */
  state(pfaId: string): SyncEvent | undefined;

  /** The last event of every record; the one that changed last comes last. The same array until something changes. */
  states(): readonly SyncEvent[];

  /**
   * Calls `listener` after states have changed, at most every 50 ms, with the ids of the records that changed.
   *
   * @param pfaId only if this record has changed
   * @returns a function that ends it
   */
  subscribe(listener: (changed: ReadonlySet<string>) => void, pfaId?: string): () => void;

  /** Retries now instead of at `nextAttemptAt`. Does nothing unless a retry is pending. */
  retryNow(): void;

  /** Stops listening and forgets everything. Resolves when the socket is closed. */
  close(): Promise<void>;
}
