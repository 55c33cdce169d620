// What a developer relies on in types generated from openapi.json. Compiled, never run.
import type { components, operations, paths } from './openapi';

type Schemas = components['schemas'];

declare const status: Schemas['SyncStatus'];
export const waiting: number = status.waiting;
export const health: 'healthy' | 'degraded' | 'unhealthy' = status.health;
export const average: number | null = status.avgSyncTime;
// @ts-expect-error null while there is none
export const noAverage: number = status.avgSyncTime;

export const edit: Schemas['Modification'] = { pfaId: 'PFA-70588', baseVersion: 1, changes: { dor: 'BEO', model: null } };
// @ts-expect-error baseVersion is required
export const incomplete: Schemas['Modification'] = { pfaId: 'PFA-70588', changes: {} };
// @ts-expect-error no such field
export const unknown: Schemas['PfaChanges'] = { colour: 'red' };

declare const problem: Schemas['Problem'];
export const code: string = problem.code;
export const later: boolean = problem.retryable;

declare const failed: Schemas['FailedItem'];
export const itemId: string = failed.itemId;
// @ts-expect-error left out if the edit had none
export const modificationId: string = failed.modificationId;

type Write = operations['writeSync'];
export type Key = NonNullable<Write['parameters']['header']>['Idempotency-Key'];
export type Answer = Write['responses'][200]['content']['application/json'];
declare const answer: Answer;
export const jobId: string = answer.jobId;
export type Refused = paths['/api/pems/write-sync']['post']['responses'][503]['headers']['Retry-After'];
