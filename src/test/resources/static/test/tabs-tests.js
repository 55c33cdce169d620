// One connection for several tabs, in Chromium: each client stands for a tab.
import { SyncClient } from '@pfa-vanguard/sync-client';
import { shareAcrossTabs } from '@pfa-vanguard/sync-client/tabs';
import { FakeSocket } from './fake-socket.js';
import { equal, fresh, throws, until } from './harness.js';

export const tests = {};

const Client = shareAcrossTabs(SyncClient);
const ids = (client) => client.states().map(({ pfaId, eventId }) => `${pfaId}=${eventId}`);

let next = 0;

/** Tabs that share, the first of them live. The sockets are those of the clients made last. */
async function tabs(count, share = `user-${++next}`) {
  const all = [];
  for (let i = 0; i < count; i++) {
    const sockets = FakeSocket.made;
    const tab = fresh({ Client, share });
    FakeSocket.made = sockets;
    all.push(tab);
    tab.client.connect('org-rio');
    if (i === 0) {
      await until(() => FakeSocket.made.length === 1);
      FakeSocket.last.connected();
      FakeSocket.last.greet('g-1');
      FakeSocket.last.snapshot('p-1', [{ pfaId: 'PFA-1', eventId: 'a' }]);
    }
    await until(() => tab.client.status.state === 'live');
  }
  return all;
}

tests['shares one connection'] = async () => {
  FakeSocket.clear();
  const [first, second, third] = await tabs(3);
  equal(FakeSocket.made.length, 1);
  equal([first, second, third].map(({ client }) => client.leads), [true, false, false]);
  FakeSocket.last.event('b', 'PFA-2');
  await until(() => third.events.length === 1 && second.events.length === 1);
  for (const { client, events } of [first, second, third]) {
    equal([ids(client), events, client.complete, client.lastEventId], [['PFA-1=a', 'PFA-2=b'], ['b'], true, 'b']);
  }
};

tests['leads where the leader left, without a gap'] = async () => {
  FakeSocket.clear();
  const [first, second] = await tabs(2);
  FakeSocket.last.event('b', 'PFA-2');
  await until(() => second.events.length === 1);
  await first.client.close();
  await until(() => FakeSocket.made.length === 2);
  equal([second.client.leads, second.client.complete], [true, true]);
  FakeSocket.last.connected();
  equal(FakeSocket.last.frames('SUBSCRIBE')[0].headers['last-event-id'], 'b');
  FakeSocket.last.greet('b', true);
  FakeSocket.last.event('c', 'PFA-1');
  equal([ids(second.client), second.gaps], [['PFA-2=b', 'PFA-1=c'], []]);
};

tests['joins in the middle of a snapshot'] = async () => {
  FakeSocket.clear();
  const share = `user-${++next}`;
  const first = fresh({ Client, share });
  first.client.connect('org-rio');
  await until(() => FakeSocket.made.length === 1);
  const socket = FakeSocket.last;
  socket.connected();
  socket.greet('g-1');
  socket.snapshot('g-1', [{ pfaId: 'PFA-1', eventId: 'a' }], false);
  const second = fresh({ Client, share });
  second.client.connect('org-rio');
  await until(() => second.client.status.state === 'live');
  equal(second.client.complete, false);
  socket.snapshot('p-1', [{ pfaId: 'PFA-2', eventId: 'b' }]);
  await until(() => second.client.complete);
  equal(ids(second.client), ['PFA-1=a', 'PFA-2=b']);
};

tests['does not share with other users, organizations or filters'] = async () => {
  FakeSocket.clear();
  const [first] = await tabs(1);
  const other = fresh({ Client, share: 'somebody else' });
  other.client.connect('org-rio');
  const share = `user-${next}`;
  const filtered = fresh({ Client, share, types: ['SYNC_FAILED'] });
  filtered.client.connect('org-rio');
  const elsewhere = fresh({ Client, share });
  elsewhere.client.connect('org-2');
  await until(() => [other, filtered, elsewhere].every(({ client }) => client.leads));
  equal(first.client.leads, true);
};

tests['tells followers of the connection, and lets them retry'] = async () => {
  FakeSocket.clear();
  const [, second] = await tabs(2);
  FakeSocket.last.drop(4001, 'slow');
  await until(() => second.client.status.state === 'reconnecting');
  equal(second.client.status.code, 4001);
  second.client.retryNow();
  await until(() => FakeSocket.made.length === 2);
};

tests['takes the place of a leader that does not answer'] = async () => {
  FakeSocket.clear();
  const share = `user-${++next}`;
  let name;
  const real = BroadcastChannel;
  globalThis.BroadcastChannel = class extends real {
    constructor(channel) {
      super(channel);
      name = channel;
    }
  };
  const { setTimeout: later } = globalThis;
  try {
    const probe = fresh({ Client, share });
    probe.client.connect('org-rio');
    await probe.client.close();
    // A frozen tab: it holds the lock and answers nothing.
    let thaw;
    const frozen = navigator.locks.request(name, () => new Promise((resolve) => (thaw = resolve))).catch(() => 'stolen');
    await until(() => thaw !== undefined);
    globalThis.setTimeout = (task, delay, ...args) => later(task, delay === 5_000 ? 10 : delay, ...args);
    FakeSocket.clear();
    const tab = fresh({ Client, share });
    tab.client.connect('org-rio');
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    await until(() => tab.client.leads && FakeSocket.made.length === 1);
    equal(await frozen, 'stolen');
  } finally {
    globalThis.BroadcastChannel = real;
    globalThis.setTimeout = later;
  }
};

tests['follows the tab that took its place'] = async () => {
  FakeSocket.clear();
  const [first] = await tabs(1);
  const { locks } = navigator;
  const held = (await locks.query()).held.map(({ name }) => name).filter((name) => name.includes(`user-${next}`));
  let release;
  void locks.request(held[0], { steal: true }, () => new Promise((resolve) => (release = resolve)));
  await until(() => !first.client.leads);
  await until(() => FakeSocket.last.readyState === 3);
  // The browser tells the old holder before it calls the new one.
  await until(() => release !== undefined);
  release();
  await until(() => first.client.leads && FakeSocket.made.length === 2);
};

tests['needs a name of who may share'] = async () => {
  throws(() => new Client({}), TypeError);
};
