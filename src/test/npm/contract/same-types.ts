// The types of the JavaScript client are those of the schema: each is assignable to the other and has the same fields.
// `schema` is generated from schema/events.json, `client` is the client's own file. Compiled, never run.
import type { components } from './events';
import type * as client from './client';

type Schemas = components['schemas'];
type Details<T> = T extends { details?: infer D } ? NonNullable<D> : never;
type Fields<T> = T extends unknown ? keyof T : never;
type Same<A, B> = [A, B, Fields<A>, Fields<Details<A>>] extends [B, A, Fields<B>, Fields<Details<B>>]
  ? [Fields<B>, Fields<Details<B>>] extends [Fields<A>, Fields<Details<A>>]
    ? true
    : 'the client lacks a field'
  : 'the types differ';

export const same: {
  queued: Same<client.SyncQueued, Schemas['SyncQueued']>;
  processing: Same<client.SyncProcessing, Schemas['SyncProcessing']>;
  success: Same<client.SyncSuccess, Schemas['SyncSuccess']>;
  conflict: Same<client.SyncConflict, Schemas['SyncConflict']>;
  failed: Same<client.SyncFailed, Schemas['SyncFailed']>;
  removed: Same<client.SyncRemoved, Schemas['SyncRemoved']>;
  event: Same<client.SyncEvent, Schemas['SyncEvent']>;
  connected: Same<client.Connected, Schemas['Connected']>;
} = {
  queued: true,
  processing: true,
  success: true,
  conflict: true,
  failed: true,
  removed: true,
  event: true,
  connected: true,
};
