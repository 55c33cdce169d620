// An ES module that uses everything; compiled only.
import { SyncClient, type SyncEvent, type SyncStatus } from '@pfa-vanguard/sync-client';
import { SyncClient as PlainClient } from '@pfa-vanguard/sync-client/plain';
import { keepPosition } from '@pfa-vanguard/sync-client/storage';
import { shareAcrossTabs } from '@pfa-vanguard/sync-client/tabs';

function text(event: SyncEvent): string {
  switch (event.type) {
    case 'SYNC_QUEUED':
      return event.details?.nextAttemptAt ?? 'waits';
    case 'SYNC_PROCESSING':
      return event.pfaId;
    case 'SYNC_SUCCESS':
      return `version ${event.details.newVersion.toFixed()}`;
    case 'SYNC_CONFLICT':
      return event.details.conflictingFields.join();
    case 'SYNC_FAILED':
      return event.details.error;
    case 'SYNC_REMOVED':
      return event.details.reason;
  }
}

const show = (status: SyncStatus) => (status.state === 'reconnecting' ? status.nextAttemptAt.toISOString() : status.state);

const client = new SyncClient({
  url: new URL('https://gateway.example'),
  token: async ({ reason, previous }) => (reason === 'refused' && previous ? undefined : 'token'),
  types: ['SYNC_CONFLICT', 'SYNC_FAILED'],
  pfaIds: ['PFA-1'],
  onEvent: (event) => console.log(text(event)),
  onStatus: (status) => console.log(show(status)),
  onGap: ({ recovered }) => console.log(recovered),
  onError: (error) => console.error(error),
  log: console.debug,
});
const kept = keepPosition(client, sessionStorage, { name: 'board' });
client.connect('org-rio', kept.of('org-rio'));
const end: () => void = client.subscribe((changed) => console.log(changed.size), 'PFA-1');
end();
const state: SyncEvent | undefined = client.state('PFA-1');
const count: number = client.states().length;
console.log(state, count, client.uncertainBefore?.getTime(), client.complete);

const shared = new (shareAcrossTabs(PlainClient))({ share: 'u-4711', snapshot: false });
console.log(shared.leads, shared.lastEventId);

// @ts-expect-error: unknown types are a mistake
new SyncClient({ types: ['SYNC_NONE'] });
// @ts-expect-error: share is required
new (shareAcrossTabs(SyncClient))({});
