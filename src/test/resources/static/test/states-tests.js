// What the client knows of records, filters, plain JSON and storage, in Chromium and in Node.js.
import { SyncClient as PlainClient } from '@pfa-vanguard/sync-client/plain';
import { keepPosition } from '@pfa-vanguard/sync-client/storage';
import { FakeSocket } from './fake-socket.js';
import { connecting, equal, explain, fresh, live, ok, reconnect, settled, until } from './harness.js';

export const tests = {};

const ids = (client) => client.states().map(({ pfaId, eventId }) => `${pfaId}=${eventId}`);

tests['asks for the states of all records, unless told not to'] = async () => {
  const { socket } = await live();
  equal(socket.frames('SUBSCRIBE')[0].headers.snapshot, 'true');
  const other = await live({ snapshot: false });
  equal('snapshot' in other.socket.frames('SUBSCRIBE')[0].headers, false);
};

tests['knows the states from the snapshot, once it is whole'] = async () => {
  const { client, socket } = await live();
  socket.snapshot('p-1', [{ pfaId: 'PFA-1', eventId: 'a' }], false);
  equal([client.complete, ids(client)], [false, []]);
  socket.snapshot('p-2', [{ pfaId: 'PFA-2', eventId: 'b' }]);
  equal([client.complete, ids(client), client.lastEventId], [true, ['PFA-1=a', 'PFA-2=b'], 'p-2']);
  equal(client.state('PFA-2').type, 'SYNC_QUEUED');
  equal(client.state('PFA-3'), undefined);
};

tests['keeps the states up to date with the events'] = async () => {
  const { client, socket } = await live();
  socket.snapshot('p-1', [{ pfaId: 'PFA-1', eventId: 'a' }, { pfaId: 'PFA-2', eventId: 'b' }]);
  socket.event('c', 'PFA-1');
  socket.event('d', 'PFA-3', 'SYNC_CONFLICT');
  socket.event('e', 'PFA-2', 'SYNC_SUCCESS');
  equal(ids(client), ['PFA-1=c', 'PFA-3=d', 'PFA-2=e']);
};

tests['does not turn back for a duplicate'] = async () => {
  const { client, socket } = await live();
  ['a', 'b', 'a'].forEach((id) => socket.event(id));
  equal(ids(client), ['PFA-1=b']);
};

tests['shows what it has until a new snapshot is whole, then forgets what is gone'] = async () => {
  const { client, socket } = await live();
  socket.snapshot('p-1', [{ pfaId: 'PFA-1', eventId: 'a' }, { pfaId: 'PFA-2', eventId: 'b' }]);
  const kept = client.state('PFA-2');
  const next = await reconnect(client, socket);
  next.connected();
  next.greet('g-2', false);
  equal([client.complete, ids(client)], [false, ['PFA-1=a', 'PFA-2=b']]);
  next.snapshot('p-2', [{ pfaId: 'PFA-2', eventId: 'b' }, { pfaId: 'PFA-3', eventId: 'c' }]);
  equal([client.complete, ids(client)], [true, ['PFA-2=b', 'PFA-3=c']]);
  ok(client.state('PFA-2') === kept, 'the same object where nothing changed');
};

tests['begins a snapshot anew when it was cut off'] = async () => {
  const { client, socket } = await live();
  socket.snapshot('p-1', [{ pfaId: 'PFA-1', eventId: 'a' }], false);
  const next = await reconnect(client, socket);
  next.connected();
  next.greet('g-2', false);
  next.snapshot('p-2', [{ pfaId: 'PFA-2', eventId: 'b' }]);
  equal(ids(client), ['PFA-2=b']);
};

tests['stays complete when nothing was missed'] = async () => {
  const { client, socket } = await live();
  socket.snapshot('p-1', [{ pfaId: 'PFA-1', eventId: 'a' }]);
  const next = await reconnect(client, socket);
  next.connected();
  next.greet('p-1', true);
  next.event('b');
  equal([client.complete, ids(client)], [true, ['PFA-1=b']]);
};

tests['says up to when states may be out of date'] = async () => {
  const { client, socket } = await live();
  const at = '2026-03-04T09:15:00.000Z';
  socket.message({ type: 'SNAPSHOT', organizationId: 'org-rio', eventId: 'p', states: [], last: true, uncertainBefore: at });
  equal(client.uncertainBefore.toISOString(), at);
};

tests['forgets the oldest finished records, never open ones'] = async () => {
  const { client, socket } = await live({ finishedStates: 2 });
  socket.event('o', 'PFA-0');
  ['a', 'b', 'c'].forEach((id, i) => socket.event(id, `PFA-${i + 1}`, i === 1 ? 'SYNC_REMOVED' : 'SYNC_SUCCESS'));
  equal(ids(client), ['PFA-0=o', 'PFA-2=b', 'PFA-3=c']);
};

tests['forgets the states of the organization it left'] = async () => {
  const { client, socket } = await live();
  socket.snapshot('p-1', [{ pfaId: 'PFA-1', eventId: 'a' }]);
  client.connect('org-2');
  equal([client.complete, ids(client)], [false, []]);
};

tests['tells listeners together, and only of their record'] = async () => {
  const { client, socket } = await live();
  const all = [];
  const one = [];
  client.subscribe((changed) => all.push([...changed].sort().join()));
  const end = client.subscribe((changed) => one.push(changed.size), 'PFA-1');
  socket.event('a', 'PFA-1');
  socket.event('b', 'PFA-2');
  socket.event('c', 'PFA-2');
  equal([all, one], [[], []]);
  await until(() => all.length > 0);
  equal([all, one], [['PFA-1,PFA-2'], [2]]);
  socket.event('d', 'PFA-2');
  await until(() => all.length > 1);
  end();
  socket.event('e', 'PFA-1');
  await until(() => all.length > 2);
  equal(one, [2]);
};

tests['gives the same array until something changes'] = async () => {
  const { client, socket } = await live();
  socket.event('a');
  const before = client.states();
  ok(client.states() === before, 'the same');
  socket.event('b');
  ok(client.states() !== before, 'another one');
};

tests['survives listeners that throw'] = async () => {
  const { client, socket, errors } = await live();
  let told = 0;
  client.subscribe(() => { throw new Error('in a listener'); });
  client.subscribe(() => told++);
  socket.event('a');
  await until(() => told > 0);
  ok(errors.includes('in a listener'));
};

tests['asks for the types and records that it wants'] = async () => {
  const { socket } = await live({ types: ['SYNC_CONFLICT', 'SYNC_FAILED'], pfaIds: ['PFA-1', 'PFA-2'] });
  const { headers } = socket.frames('SUBSCRIBE')[0];
  equal([headers.types, headers['pfa-ids']], ['SYNC_CONFLICT,SYNC_FAILED', 'PFA-1,PFA-2']);
};

tests['stays away when its filter is refused'] = async () => {
  const { client, socket } = await connecting({ Client: PlainClient, types: ['SYNC_NONE'] });
  explain({ status: 400, code: 'BAD_REQUEST', detail: 'types: SYNC_NONE is unknown' });
  socket.drop();
  await settled();
  equal([client.status.state, client.status.reason], ['refused', 'types: SYNC_NONE is unknown']);
};

// --- Plain JSON.

const plainly = (socket, message) => {
  socket.dispatchEvent(new Event('message'));
  socket.onmessage({ data: JSON.stringify({ organizationId: 'org-rio', ...message }) });
};

tests['listens by plain JSON'] = async () => {
  const { client, socket, events, statuses } = await connecting({ Client: PlainClient, token: 'secret', types: ['SYNC_QUEUED'] });
  equal(socket.protocols, ['json', 'bearer.secret']);
  equal(new URL(socket.url).search, '?types=SYNC_QUEUED&snapshot=true&heart-beat=10000');
  socket.open();
  plainly(socket, { type: 'CONNECTED', eventId: 'g' });
  plainly(socket, { type: 'SNAPSHOT', eventId: 'p', states: [{ type: 'SYNC_QUEUED', pfaId: 'PFA-1', eventId: 'a' }], last: true });
  plainly(socket, { type: 'SYNC_QUEUED', pfaId: 'PFA-2', eventId: 'b' });
  equal([statuses, events, ids(client)], [['connecting', 'live'], ['b'], ['PFA-1=a', 'PFA-2=b']]);
  const next = await reconnect(client, socket);
  equal(new URL(next.url).searchParams.get('lastEventId'), 'b');
  await client.close();
  equal(next.readyState, 3);
};

tests['renews its token by plain JSON'] = async () => {
  let asked = 0;
  const { socket } = await connecting({ Client: PlainClient, token: () => `secret-${++asked}` });
  socket.open();
  plainly(socket, { type: 'CONNECTED', eventId: 'g' });
  plainly(socket, { type: 'TOKEN_EXPIRING', eventId: 'g' });
  await settled();
  equal(socket.sent, ['{"type":"AUTH_REFRESH","token":"secret-2"}']);
};

tests['asks for heart-beats by plain JSON, and comes back with its position when it hears nothing'] = async () => {
  const { client, socket, events } = await connecting({ Client: PlainClient });
  equal(new URL(socket.url).searchParams.get('heart-beat'), '10000');
  socket.open();
  plainly(socket, { type: 'CONNECTED', eventId: 'g' });
  const beat = (intervalMs) => socket.onmessage({ data: `{"type":"HEARTBEAT","intervalMs":${intervalMs}}` });
  // Time stands still unless the test moves it.
  const { now } = Date;
  let time = now();
  Date.now = () => time;
  try {
    beat(20);
    plainly(socket, { type: 'SYNC_QUEUED', pfaId: 'PFA-1', eventId: 'a' });
    time += 40;
    beat(20);
    time += 40;
    await new Promise((resolve) => setTimeout(resolve, 50));
    equal([client.status.state, events, client.lastEventId], ['live', ['a'], 'a']);
    time += 1;
    for (let i = 0; i < 1_000 && client.status.state === 'live'; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  } finally {
    Date.now = now;
  }
  equal(client.status.state, 'reconnecting');
  equal(client.status.reason, 'The gateway sent no heart-beats');
  client.retryNow();
  await settled();
  equal(new URL(FakeSocket.last.url).searchParams.get('lastEventId'), 'a');
};

tests['waits for no heart-beats by plain JSON of a gateway that sends none'] = async () => {
  const { client, socket } = await connecting({ Client: PlainClient, heartbeatMs: 1 });
  equal(new URL(socket.url).searchParams.get('heart-beat'), '1000');
  socket.open();
  plainly(socket, { type: 'CONNECTED', eventId: 'g' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  equal(client.status.state, 'live');
  const { socket: other } = await connecting({ Client: PlainClient, heartbeatMs: 0 });
  equal(new URL(other.url).searchParams.has('heart-beat'), false);
};

tests['is refused by plain JSON when it has no token'] = async () => {
  const { client, socket } = await connecting({ Client: PlainClient });
  explain({ status: 401, code: 'UNAUTHORIZED', detail: 'An access token is needed' });
  socket.drop();
  await settled();
  equal([client.status.state, client.status.error], ['refused', 'UNAUTHORIZED']);
};

// --- Storage.

function box() {
  const content = new Map();
  return { getItem: (key) => content.get(key) ?? null, setItem: (key, value) => content.set(key, value), content };
}

tests['keeps position and states, and goes on from there'] = async () => {
  const storage = box();
  const { client, socket } = await live();
  const kept = keepPosition(client, storage);
  kept.save();
  equal(storage.content.size, 0);
  socket.snapshot('p-1', [{ pfaId: 'PFA-1', eventId: 'a' }]);
  socket.event('b', 'PFA-2');
  window.dispatchEvent(new Event('pagehide'));

  const other = fresh();
  const again = keepPosition(other.client, storage);
  equal(again.of('org-2'), {});
  other.client.connect('org-rio', again.of('org-rio'));
  equal([other.client.complete, ids(other.client)], [true, ['PFA-1=a', 'PFA-2=b']]);
  await settled();
  FakeSocket.last.connected();
  equal(FakeSocket.last.frames('SUBSCRIBE')[0].headers['last-event-id'], 'b');
  kept.stop();
  again.stop();
};

tests['keeps the position alone for a client without states'] = async () => {
  const storage = box();
  const { client, socket } = await live({ snapshot: false });
  const kept = keepPosition(client, storage, { states: false });
  socket.event('a');
  kept.save();
  equal(kept.of('org-rio'), { lastEventId: 'a' });
  kept.stop();
};

tests['begins anew where the storage holds rubbish'] = async () => {
  const { client } = await live();
  const kept = keepPosition(client, { getItem: () => '{', setItem() {} });
  equal(kept.of('org-rio'), {});
  kept.stop();
};
