// Run by SyncClientIT, or by opening sync-client.html in a browser and looking at `results` in its console.
import { SyncClient } from '/sync-client.js';
import { FakeSocket } from './fake-socket.js';

const tests = {};

tests['connects to the organization below the address it is given'] = async () => {
  for (const [url, expected] of [
    [undefined, `ws://${location.host}/api/ws/sync/org-rio`],
    ['https://gateway.example', 'wss://gateway.example/api/ws/sync/org-rio'],
    ['ws://gateway.example:3000/', 'ws://gateway.example:3000/api/ws/sync/org-rio'],
    ['http://gateway.example/sync?x=1#y', 'ws://gateway.example/sync/api/ws/sync/org-rio'],
    [new URL('http://gateway.example/sync/'), 'ws://gateway.example/sync/api/ws/sync/org-rio'],
  ]) {
    const { socket } = await connecting({ url });
    equal(socket.url, expected);
    equal(socket.protocols, ['v12.stomp', 'v11.stomp', 'v10.stomp']);
  }
};

tests['offers heart-beats of ten seconds both ways'] = async () => {
  const { socket } = await connecting();
  socket.open();
  equal(socket.frames('CONNECT')[0].headers['heart-beat'], '10000,10000');
};

tests['is live with the greeting, not before'] = async () => {
  const { client, socket } = await connecting();
  socket.connected();
  equal(client.status.state, 'connecting');
  socket.greet('t-1');
  equal(client.status, { state: 'live', organizationId: 'org-rio', recovered: undefined });
};

tests['hands over events in order'] = async () => {
  const { socket, events } = await live();
  ['a', 'b', 'c'].forEach((id) => socket.event(id));
  equal(events, ['a', 'b', 'c']);
};

tests['subscribes to its topic, without a position the first time'] = async () => {
  const { socket } = await live();
  const [{ headers }] = socket.frames('SUBSCRIBE');
  equal(headers.destination, '/topic/sync.org-rio');
  equal('last-event-id' in headers, false);
};

tests['resumes after the last event'] = async () => {
  const { client, socket } = await live();
  socket.event('a');
  socket.event('b');
  equal(await positionAfterReconnect(client, socket), 'b');
};

tests['resumes after the greeting when no event has come'] = async () => {
  const { client, socket } = await live();
  equal(await positionAfterReconnect(client, socket), 't-1');
};

tests['resumes after a double too, that being where it stands'] = async () => {
  const { client, socket } = await live();
  ['a', 'b', 'a'].forEach((id) => socket.event(id));
  equal(await positionAfterReconnect(client, socket), 'a');
};

tests['resumes where its owner says'] = async () => {
  const { client } = fresh();
  client.connect('org-rio', { lastEventId: 'kept' });
  await settled();
  FakeSocket.last.connected();
  equal(FakeSocket.last.frames('SUBSCRIBE')[0].headers['last-event-id'], 'kept');
};

tests['hands over again what its owner goes back to'] = async () => {
  const { client, socket, events } = await live();
  ['a', 'b'].forEach((id) => socket.event(id));
  client.connect('org-rio', { lastEventId: 'a' });
  await settled();
  FakeSocket.last.connected();
  FakeSocket.last.greet('a', true);
  FakeSocket.last.event('b');
  equal(events, ['a', 'b', 'b']);
};

tests['drops duplicates, also across a reconnect'] = async () => {
  const { client, socket, events } = await live();
  ['a', 'b', 'a'].forEach((id) => socket.event(id));
  const next = await reconnect(client, socket);
  next.connected();
  next.greet('b', true);
  ['b', 'c'].forEach((id) => next.event(id));
  equal(events, ['a', 'b', 'c']);
};

tests['remembers as many events as it is told to'] = async () => {
  const { socket, events } = await live({ rememberedEvents: 2 });
  ['a', 'b', 'c', 'b', 'a'].forEach((id) => socket.event(id));
  equal(events, ['a', 'b', 'c', 'a']);
};

tests['says when events may have been missed while it was away'] = async () => {
  const { client, socket, gaps, events } = await live();
  const next = await reconnect(client, socket);
  next.connected();
  next.greet('t-2', false);
  next.event('a');
  equal([gaps, events], [['t-2'], ['a']]);
  equal(client.status.recovered, false);
};

tests['says so too when it happens in mid-stream'] = async () => {
  const { client, socket, gaps, events, statuses } = await live();
  socket.event('a');
  socket.greet('t-2', false);
  socket.event('b');
  equal([gaps, events], [['t-2'], ['a', 'b']]);
  equal(statuses, ['connecting', 'live']);
  equal(client.lastEventId, 'b');
};

tests['keeps silent about a gap when nothing was missed'] = async () => {
  const { client, socket, gaps } = await live();
  const next = await reconnect(client, socket);
  next.connected();
  next.greet('t-1', true);
  equal(gaps, []);
  equal(client.status.recovered, true);
};

tests['is interrupted while the gateway has no broker, and live again afterwards'] = async () => {
  const { client, socket, statuses, events, gaps } = await live();
  const since = '2026-03-04T09:15:00.000Z';
  socket.message({ type: 'STREAM_INTERRUPTED', organizationId: 'org-rio', code: 'BROKER_UNAVAILABLE', since, eventId: 't-2' });
  equal(client.status, { state: 'interrupted', organizationId: 'org-rio', code: 'BROKER_UNAVAILABLE', since });
  socket.event('a');
  socket.message({ type: 'STREAM_RESTORED', organizationId: 'org-rio', recovered: true, eventId: 'a' });
  equal(client.status, { state: 'live', organizationId: 'org-rio', recovered: true });
  equal([statuses, events, gaps], [['connecting', 'live', 'interrupted', 'live'], ['a'], []]);
};

tests['is interrupted before the greeting where the gateway never had a broker'] = async () => {
  const { client, socket, statuses } = await connecting();
  socket.connected();
  socket.message({ type: 'STREAM_INTERRUPTED', organizationId: 'org-rio', code: 'BROKER_UNAVAILABLE', since: 0, eventId: 'x' });
  socket.greet('t-1');
  socket.message({ type: 'STREAM_RESTORED', organizationId: 'org-rio', recovered: true, eventId: 't-1' });
  equal(statuses, ['connecting', 'interrupted', 'live']);
  equal(client.lastEventId, 't-1');
};

tests['waits twice as long after each failure, up to thirty seconds'] = async () => {
  const { client } = await connecting({ random: () => 0.5 });
  for (const seconds of [1, 2, 4, 8, 16, 30, 30, 30]) {
    const before = Date.now();
    FakeSocket.last.drop();
    const after = Date.now();
    equal(client.status.state, 'reconnecting');
    const at = client.status.nextAttemptAt.getTime();
    ok(at >= before + seconds * 500 && at <= after + seconds * 500, `${at - before} ms for ${seconds} s`);
    client.retryNow();
    await settled();
  }
};

tests['waits any part of that time'] = async () => {
  const { client } = await connecting({ random: () => 0 });
  const before = Date.now();
  FakeSocket.last.drop();
  ok(client.status.nextAttemptAt.getTime() <= Date.now() && client.status.nextAttemptAt.getTime() >= before);
};

tests['goes on for ever'] = async () => {
  const { client } = await connecting();
  for (let i = 0; i < 2_000; i++) {
    FakeSocket.last.drop();
    client.retryNow();
    await settled();
  }
  equal(client.status.failures, 2_000);
  equal(FakeSocket.made.length, 2_001);
};

tests['comes back by itself'] = async () => {
  const { socket } = await live({ random: () => 0 });
  socket.drop();
  await until(() => FakeSocket.made.length === 2);
};

tests['forgets its failures with the greeting, not with the session'] = async () => {
  const { client, socket } = await connecting();
  socket.drop();
  client.retryNow();
  await settled();
  FakeSocket.last.connected();
  FakeSocket.last.drop();
  equal(client.status.failures, 2);

  client.retryNow();
  await settled();
  FakeSocket.last.connected();
  FakeSocket.last.greet('t-2');
  FakeSocket.last.drop();
  equal(client.status.failures, 1);
};

tests['comes back after every close that is not final'] = async () => {
  for (const code of [1000, 1001, 1002, 1005, 1006, 1011, 4000, 4001, 4002, 4399]) {
    const { client, socket } = await live();
    socket.drop(code, 'why');
    equal([client.status.state, client.status.code, client.status.reason], ['reconnecting', code, 'why']);
  }
};

tests['stays away after a close that is final'] = async () => {
  for (const code of [4400, 4401, 4999]) {
    const { client, socket } = await live();
    socket.drop(code, 'not like this');
    equal(client.status, { state: 'refused', organizationId: 'org-rio', reason: 'not like this', code });
    client.retryNow();
    await settled();
    equal(FakeSocket.made.length, 1);
  }
};

tests['stays away when an ERROR says what was wrong'] = async () => {
  const { client, socket } = await connecting();
  socket.connected();
  socket.receive('ERROR', { message: 'This session may subscribe to something else' });
  socket.drop(1002, 'See the ERROR frame');
  equal(client.status.state, 'refused');
  equal(client.status.reason, 'This session may subscribe to something else');
  await settled();
  equal(socket.readyState, 3);
};

tests['stays away when an ERROR answers its CONNECT'] = async () => {
  const { client, socket } = await connecting();
  socket.open();
  socket.receive('ERROR', { message: 'The token has expired' });
  equal(client.status.reason, 'The token has expired');
};

tests['comes back when an ERROR says that this can help, and not too soon'] = async () => {
  const { client, socket } = await connecting({ random: () => 0 });
  socket.connected();
  socket.receive('ERROR', { code: 'SERVER_ERROR', message: 'Oh', retryable: 'true', 'retry-after': '60' });
  equal([client.status.state, client.status.error], ['reconnecting', 'SERVER_ERROR']);
  ok(client.status.nextAttemptAt > new Date(Date.now() + 30_000));
};

tests['comes back exactly when a gateway that goes away says'] = async () => {
  const error = { code: 'GOING_AWAY', message: 'Bye', retryable: 'true', 'retry-after': '8', 'retry-after-ms': '7250' };
  for (const sendAway of [
    (socket) => socket.receive('ERROR', error),
    (socket) => socket.drop(1001, 'Bye; retry-after-ms=7250'),
  ]) {
    const { client, socket } = await live();
    const before = Date.now();
    sendAway(socket);
    const wait = client.status.nextAttemptAt.getTime() - before;
    ok(wait >= 7_250 && wait <= 7_250 + Date.now() - before, `${wait} ms`);
    equal([client.status.state, client.status.failures], ['reconnecting', 1]);
  }
};

tests['waits no longer than its owner allows, whatever a gateway says'] = async () => {
  const { client, socket } = await live({ reconnectCeilingMs: 2_000 });
  socket.drop(1001, 'Bye; retry-after-ms=86400000');
  ok(client.status.nextAttemptAt.getTime() <= Date.now() + 2_000);
};

tests['stays away when an ERROR says that coming back cannot help, also once live'] = async () => {
  const { client, socket } = await live();
  socket.receive('ERROR', { code: 'FORBIDDEN', message: 'No', retryable: 'false' });
  equal([client.status.state, client.status.error], ['refused', 'FORBIDDEN']);
};

tests['comes back when an ERROR ends a session that was live'] = async () => {
  const { client, socket } = await live();
  socket.receive('ERROR', { message: 'Whatever it is' });
  equal([client.status.state, client.status.reason], ['reconnecting', 'Whatever it is']);
};

tests['may be connected again after a refusal'] = async () => {
  const { client, socket } = await live();
  socket.drop(4400, 'no');
  client.connect('org-rio');
  await settled();
  equal(FakeSocket.made.length, 2);
};

tests['stays away when the browser forbids the connection'] = async () => {
  const { client } = fresh();
  FakeSocket.refuseWith = new Error('insecure');
  client.connect('org-rio');
  await settled();
  equal([client.status.state, client.status.reason], ['refused', 'insecure']);
};

tests['gives up an attempt that is not answered'] = async () => {
  const { client, socket } = await connecting({ connectTimeoutMs: 1 });
  await until(() => client.status.state === 'reconnecting');
  equal(client.status.reason, 'The gateway did not answer in time');
  ok(socket.readyState >= 2);
};

tests['sends no token it was not given'] = async () => {
  const { socket } = await connecting();
  equal(socket.protocols, ['v12.stomp', 'v11.stomp', 'v10.stomp']);
};

tests['sends the token it was given as a sub-protocol and nowhere else'] = async () => {
  const { socket } = await connecting({ token: 'secret' });
  socket.open();
  equal(socket.protocols, ['v12.stomp', 'v11.stomp', 'v10.stomp', 'bearer.secret']);
  ok(!socket.url.includes('secret'));
  equal('Authorization' in socket.frames('CONNECT')[0].headers, false);
};

tests['shows nobody a token that cannot be sent'] = async () => {
  const { client } = await connecting({ token: 'se cret' });
  equal(client.status.state, 'refused');
  ok(!client.status.reason.includes('cret'));
};

tests['asks for a token before every attempt'] = async () => {
  let asked = 0;
  const { client, socket } = await connecting({ token: async () => `secret-${++asked}` });
  socket.connected();
  const next = await reconnect(client, socket);
  equal(next.protocols.at(-1), 'bearer.secret-2');
};

tests['renews its token in band, and keeps that to itself'] = async () => {
  let asked = 0;
  const { client, socket, events } = await live({ token: async () => `secret-${++asked}` });
  socket.message({ type: 'TOKEN_EXPIRING', organizationId: 'org-rio', eventId: 't-7' });
  await settled();
  const [renewal] = socket.frames('SEND');
  equal([renewal.headers.destination, renewal.headers.Authorization], ['/app/auth.refresh', 'Bearer secret-2']);
  socket.message({ type: 'AUTH_REFRESHED', organizationId: 'org-rio', eventId: 't-8' });
  socket.message({ type: 'SOMETHING_NEW', organizationId: 'org-rio', eventId: 't-9' });
  equal(events, []);
  equal([client.status.state, client.lastEventId], ['live', 't-9']);
};

tests['sends its token again where it could not be checked'] = async () => {
  let asked = 0;
  const { client, socket } = await live({ token: async () => `secret-${Math.min(++asked, 2)}` });
  socket.message({ type: 'TOKEN_EXPIRING', organizationId: 'org-rio', eventId: 't-7' });
  await settled();
  const { setTimeout: later } = globalThis;
  globalThis.setTimeout = (task) => later(task);
  try {
    socket.message({ type: 'AUTH_REFRESH_FAILED', organizationId: 'org-rio', eventId: 't-8' });
    await new Promise((resolve) => later(resolve, 20));
    await settled();
  } finally {
    globalThis.setTimeout = later;
  }
  equal(
    socket.frames('SEND').map(({ headers }) => headers.Authorization),
    ['Bearer secret-2', 'Bearer secret-2'],
  );
  equal(client.status.state, 'live');
};

tests['does not send the same token again'] = async () => {
  for (const token of ['secret', () => 'secret']) {
    const { socket } = await live({ token });
    socket.message({ type: 'TOKEN_EXPIRING', organizationId: 'org-rio', eventId: 't-7' });
    await settled();
    equal(socket.frames('SEND').length, 0);
  }
};

tests['stays connected when there is no new token yet'] = async () => {
  let asked = 0;
  const token = () => (++asked === 1 ? 'secret' : Promise.reject(new Error('offline')));
  const { client, socket } = await live({ token });
  socket.message({ type: 'TOKEN_EXPIRING', organizationId: 'org-rio', eventId: 't-7' });
  await settled();
  equal(client.status.state, 'live');
};

tests['comes back with another token when the one it had has ended, once'] = async () => {
  for (const code of [4410, 4411, 4412, 4413]) {
    let asked = 0;
    const { client, socket } = await live({ token: () => `secret-${++asked}` });
    socket.drop(code, 'ended');
    equal(client.status.state, 'reconnecting');
    client.retryNow();
    await settled();
    equal(FakeSocket.last.protocols.at(-1), 'bearer.secret-2');
    FakeSocket.last.connected();
    FakeSocket.last.receive('ERROR', { code: 'INVALID_TOKEN', message: 'no good', retryable: 'false' });
    equal([client.status.state, client.status.error], ['refused', 'INVALID_TOKEN']);
  }
};

tests['stays away when the only token it has ended'] = async () => {
  const { client, socket } = await live({ token: 'secret' });
  socket.drop(4412, 'ended');
  equal([client.status.state, client.status.code], ['refused', 4412]);
};

tests['tries again when there is no token to be had'] = async () => {
  for (const token of [() => Promise.reject(new Error('offline')), () => { throw new Error('offline'); }]) {
    const { client } = fresh({ token });
    client.connect('org-rio');
    await settled();
    equal([client.status.state, client.status.reason], ['reconnecting', 'No access token: offline']);
    equal(FakeSocket.made.length, 0);
  }
};

tests['does not connect with a token that comes too late'] = async () => {
  let give;
  const { client } = fresh({ token: () => new Promise((resolve) => (give = resolve)) });
  client.connect('org-rio');
  await settled();
  await client.close();
  give('secret');
  await settled();
  equal(FakeSocket.made.length, 0);
};

tests['does nothing when it is connected already'] = async () => {
  const { client, socket, statuses } = await live();
  client.connect('org-rio');
  socket.drop();
  client.connect('org-rio');
  await settled();
  equal(FakeSocket.made.length, 1);
  equal(statuses, ['connecting', 'live', 'reconnecting']);
};

tests['leaves one organization for the other'] = async () => {
  const { client, socket, events } = await live();
  socket.event('a');
  client.connect('org-2');
  await settled();
  ok(socket.readyState >= 2, 'the old socket is closed');
  const next = FakeSocket.last;
  next.connected();
  equal('last-event-id' in next.frames('SUBSCRIBE')[0].headers, false);
  next.greet('t-2');
  next.event('b');
  equal(events, ['a', 'b']);
};

tests['hears nothing more of the one it left'] = async () => {
  const { client, socket, events, statuses } = await live();
  client.connect('org-2');
  socket.event('late');
  socket.drop(4400, 'late');
  await settled();
  equal(events, []);
  equal(statuses, ['connecting', 'live', 'connecting']);
};

tests['leaves no socket behind when it is sent on at once'] = async () => {
  const { client } = fresh();
  client.connect('org-1');
  await Promise.resolve();
  client.connect('org-2');
  await Promise.resolve();
  client.connect('org-3');
  await settled();
  equal(FakeSocket.made.filter(({ readyState }) => readyState < 2).map(({ url }) => url.slice(-5)), ['org-3']);
};

tests['closes in an orderly way'] = async () => {
  const { client, socket, statuses } = await live();
  await client.close();
  equal(socket.frames('DISCONNECT').length, 1);
  equal(socket.readyState, 3);
  equal(statuses, ['connecting', 'live', 'closed']);
  equal(client.lastEventId, undefined);
};

tests['does not come back once closed'] = async () => {
  const { client, socket, statuses } = await live({ random: () => 0 });
  socket.drop();
  await client.close();
  client.retryNow();
  await settled();
  equal(FakeSocket.made.length, 1);
  equal(statuses.at(-1), 'closed');
};

tests['may be closed twice, or before anything else'] = async () => {
  const { client, statuses } = fresh();
  await client.close();
  client.connect('org-rio');
  await client.close();
  await client.close();
  equal(statuses, ['connecting', 'closed']);
};

tests['survives callbacks that throw'] = async () => {
  const { client, socket, events } = await live({
    onStatus: () => { throw new Error('in onStatus'); },
    onGap: () => { throw new Error('in onGap'); },
  });
  socket.greet('t-2', false);
  socket.event('a');
  equal(events, ['a']);
  socket.drop();
  equal(client.status.state, 'reconnecting');
};

tests['tries at once when the network is back'] = async () => {
  const { socket } = await live();
  socket.drop();
  window.dispatchEvent(new Event('online'));
  await settled();
  equal(FakeSocket.made.length, 2);
};

tests['sleeps while its page is kept for later'] = async () => {
  const { client, socket, statuses } = await live();
  socket.event('a');
  window.dispatchEvent(new Event('pagehide'));
  ok(socket.readyState >= 2, 'the socket is closed');
  window.dispatchEvent(new Event('pageshow'));
  await settled();
  FakeSocket.last.connected();
  equal(FakeSocket.last.frames('SUBSCRIBE')[0].headers['last-event-id'], 'a');
  equal(statuses, ['connecting', 'live', 'connecting']);
  equal(client.status.failures, 0);
};

tests['does not wake up what was closed'] = async () => {
  const { client } = await live();
  window.dispatchEvent(new Event('pagehide'));
  await client.close();
  window.dispatchEvent(new Event('pageshow'));
  await settled();
  equal(FakeSocket.made.length, 1);
};

tests['knows what an organization id looks like'] = async () => {
  for (const good of ['a', 'org-rio', 'A_9', 'x'.repeat(64)]) {
    ok(SyncClient.isOrganizationId(good), good);
  }
  for (const bad of ['', ' ', 'a b', 'org.rio', '#', '*', 'ä', 'a\n', 'x'.repeat(65), undefined, null, 7]) {
    ok(!SyncClient.isOrganizationId(bad), String(bad));
  }
};

tests['refuses what is no organization id and stays where it is'] = async () => {
  const { client } = await live();
  throws(() => client.connect('org.rio'), TypeError);
  equal(client.status.state, 'live');
};

// --- How the tests above come by a client, and wait.

let opened = [];

function fresh(options = {}) {
  FakeSocket.clear();
  const events = [];
  const gaps = [];
  const statuses = [];
  const client = new SyncClient({
    WebSocket: FakeSocket,
    onEvent: ({ eventId }) => events.push(eventId),
    onGap: ({ eventId }) => gaps.push(eventId),
    onStatus: ({ state }) => statuses.push(state),
    // Makes delays so long that no retry happens, unless a test sets another value.
    random: () => 1_000,
    ...options,
  });
  opened.push(client);
  return { client, events, gaps, statuses };
}

async function connecting(options) {
  const made = fresh(options);
  made.client.connect('org-rio');
  await settled();
  return { ...made, socket: FakeSocket.last };
}

async function live(options) {
  const made = await connecting(options);
  made.socket.connected();
  made.socket.greet('t-1');
  return made;
}

async function reconnect(client, socket) {
  socket.drop();
  client.retryNow();
  await settled();
  return FakeSocket.last;
}

async function positionAfterReconnect(client, socket) {
  const next = await reconnect(client, socket);
  next.connected();
  return next.frames('SUBSCRIBE')[0].headers['last-event-id'];
}

/** Everything that was ready to happen has happened. */
function settled() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage('');
  });
}

async function until(condition) {
  for (const deadline = Date.now() + 10_000; !condition(); ) {
    ok(Date.now() < deadline, `Never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function ok(condition, why = 'not so') {
  if (!condition) {
    throw new Error(why);
  }
}

function equal(actual, expected) {
  ok(JSON.stringify(actual) === JSON.stringify(expected), `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
}

function throws(action, type) {
  try {
    action();
  } catch (error) {
    ok(error instanceof type, `threw ${error}`);
    return;
  }
  throw new Error('did not throw');
}

async function run() {
  const results = [];
  for (const [name, test] of Object.entries(tests)) {
    let error = '';
    try {
      await test();
    } catch (e) {
      error = e.stack ?? String(e);
    }
    await Promise.all(opened.map((client) => client.close()));
    opened = [];
    results.push({ name, error });
  }
  return results;
}

window.results = await run();
