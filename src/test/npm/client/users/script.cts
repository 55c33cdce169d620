// A CommonJS script; compiled only.
import { SyncClient } from '@pfa-vanguard/sync-client';
import { shareAcrossTabs } from '@pfa-vanguard/sync-client/tabs';

const client: SyncClient = new SyncClient({ onEvent: ({ type }) => console.log(type) });
client.connect('org-rio');
const Shared = shareAcrossTabs(SyncClient);
new Shared({ share: 'u-4711' }).connect('org-rio');
