/** The sync events of one organization, for TypeScript. What happens when is told in sync-client.js. */

/** What all events have. More fields may come; ignore those you do not know. */
interface SyncEventBase {
  /** Identity of the event; the same event never has two, two events never have the same. */
  eventId: string;
  /** Internal id of the organization, not its code. */
  organizationId: string;
  /** Business key of the record. */
  pfaId: string;
  /** When it was emitted: ISO 8601, UTC, milliseconds, as in `2026-03-04T09:15:02.040Z`. */
  timestamp: string;
}

/** The write is waiting; with details, once more after an attempt that failed. */
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

/** PEMS holds the record as it should be. Read it again by REST. */
export interface SyncSuccess extends SyncEventBase {
  type: 'SYNC_SUCCESS';
  details: {
    /** The record's version from now on. */
    newVersion: number;
    /** `use_pems`: a conflict was settled by keeping what PEMS has. */
    resolution?: 'use_pems';
  };
}

/** The user and PEMS changed the same fields; a person must decide. */
export interface SyncConflict extends SyncEventBase {
  type: 'SYNC_CONFLICT';
  details: {
    /** Read the values by REST with it. */
    conflictId: string;
    /** Names, never values. */
    conflictingFields: string[];
  };
}

/** The write has failed for good. */
export interface SyncFailed extends SyncEventBase {
  type: 'SYNC_FAILED';
  details: {
    /** For people, at most 500 characters. Show it as text, never as HTML. */
    error: string;
    /** Retries already used: 0 when the first attempt failed for good. */
    retryCount: number;
  };
}

/** Something that happened to one record on its way to PEMS; `type` tells which. */
export type SyncEvent = SyncQueued | SyncProcessing | SyncSuccess | SyncConflict | SyncFailed;

/** The gateway's greeting: to this client alone, not an event. */
export interface Connected {
  type: 'CONNECTED';
  organizationId: string;
  timestamp: string;
  /** Position in the stream to come back with. */
  eventId: string;
  /** After a return: whether everything missed follows (`true`) or something may be missing (`false`). */
  recovered?: boolean;
}

/** Everything that comes over the connection. */
export type SyncMessage = Connected | SyncEvent;

/** How the connection stands; `state` tells which of these it is. */
export type SyncStatus =
  /** Not listening: not yet, or no longer. */
  | { state: 'closed' }
  /** An attempt is under way; `failures` attempts have failed since the connection last was live. */
  | { state: 'connecting'; organizationId: string; failures: number }
  /** Greeted; events are coming. */
  | { state: 'live'; organizationId: string; recovered?: boolean }
  /**
   * Waiting for the next attempt; `code` is that of the WebSocket's close, `error` the name the gateway gave, such as
   * `TOKEN_EXPIRED`, where there was one.
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
  /** The gateway does not want this client as it is; there is no further attempt before the next `connect`. */
  | { state: 'refused'; organizationId: string; reason: string; code?: number; error?: string };

export interface SyncClientOptions {
  /** Address of the gateway, `http(s):` or `ws(s):`, with its path if it is mounted below one. Default: the page's origin. */
  url?: string | URL;
  /**
   * Access token, or a function that fetches one: asked before every attempt, and while connected when the one in use is
   * about to expire. Default: none.
   */
  token?: string | (() => string | undefined | Promise<string | undefined>);
  /** Called with each event once, in order. Default: nothing. */
  onEvent?: (event: SyncEvent) => void;
  /** Called whenever the state of the connection changes. Default: nothing. */
  onStatus?: (status: SyncStatus) => void;
  /** Called with the greeting when events may have been missed: read the state by REST again. Default: nothing. */
  onGap?: (greeting: Connected) => void;
  /** Milliseconds; the longest wait before the first retry, doubled for each further one. Default: 1,000. */
  reconnectBaseMs?: number;
  /** Milliseconds; where that doubling ends. Default: 30,000. */
  reconnectCeilingMs?: number;
  /** Milliseconds; an attempt that has not come to a STOMP session by then is given up. Default: 15,000. */
  connectTimeoutMs?: number;
  /** Milliseconds between heart-beats, each way; a gateway silent for two of them is left. 0: none. Default: 10,000. */
  heartbeatMs?: number;
  /**
   * Send heart-beats from a worker, since timers of hidden tabs run once a minute only. A content security policy must
   * then allow `worker-src blob:`; where it does not, say false. Default: true, where there are workers.
   */
  heartbeatWorker?: boolean;
  /** How many event ids are kept to drop doubles by, the oldest going first. Default: 10,000. */
  rememberedEvents?: number;
  /** The WebSocket class. Default: the platform's own; Node.js before 22 has none, so give it that of `ws`. */
  WebSocket?: new (url: string | URL, protocols?: string[]) => unknown;
  /** Source of randomness for the waits, from 0 to below 1. Default: `Math.random`. */
  random?: () => number;
}

/**
 * Hears the sync events of one organization, and keeps hearing them: reconnects for as long as it takes, resumes where
 * it was, hands over each event once and in order, and says so when that cannot be promised.
 */
export class SyncClient {
  constructor(options?: SyncClientOptions);

  /** Whether `text` can be an organization id. Says nothing about whether there is such an organization. */
  static isOrganizationId(text: unknown): text is string;

  /** How the connection stands now; the same object `onStatus` was last called with. */
  readonly status: SyncStatus;

  /** Position in the stream: id of the last message seen. Keep it to go on from here with `connect` later. */
  readonly lastEventId: string | undefined;

  /**
   * Starts listening to an organization, leaving the one before. Does nothing if it listens to it already.
   *
   * @param organizationId 1 to 64 characters out of `A-Z a-z 0-9 _ -`
   * @param position go on after this event instead of beginning with the next one
   * @throws TypeError if that is no organization id
   */
  connect(organizationId: string, position?: { lastEventId?: string }): void;

  /** Tries again at once instead of at `nextAttemptAt`. Does nothing unless it is waiting to. */
  retryNow(): void;

  /** Stops listening. Resolves when the socket is closed. */
  close(): Promise<void>;
}
