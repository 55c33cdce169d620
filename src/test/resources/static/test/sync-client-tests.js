// What the client does with its connection, in Chromium and in Node.js.
import { SyncClient } from '@pfa-vanguard/sync-client';
import { FakeSocket } from './fake-socket.js';
import { asked, connecting, equal, explain, fresh, live, ok, positionAfterReconnect, reconnect, settled, throws, until } from './harness.js';

export const tests = {};

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

tests['waits as long as the close code says, and a moment more'] = async () => {
  for (const [code, seconds] of [[1001, 1], [1011, 5], [1013, 5], [4000, 0], [4001, 1], [4002, 5], [4003, 30], [4004, 10]]) {
    const { client, socket } = await live({ random: () => 0.5 });
    const before = Date.now();
    socket.drop(code, 'why');
    const wait = client.status.nextAttemptAt.getTime() - before;
    ok(wait >= seconds * 1_000 + 500 && wait <= seconds * 1_000 + 500 + Date.now() - before, `${code}: ${wait} ms`);
  }
};

tests['asks why a handshake was refused, and waits as long as Retry-After says'] = async () => {
  const { client, socket } = await connecting({ random: () => 0 });
  explain({ status: 429, code: 'TOO_MANY_CONNECTIONS', detail: 'This user has enough', retryAfter: '40' });
  const before = Date.now();
  socket.drop();
  equal([client.status.state, client.status.reason], ['reconnecting', 'The gateway cannot be reached']);
  await settled();
  equal([client.status.reason, client.status.error], ['This user has enough', 'TOO_MANY_CONNECTIONS']);
  equal(client.status.failures, 1);
  ok(client.status.nextAttemptAt.getTime() >= before + 40_000);
  equal(asked, [{ url: socket.url.replace(/^ws/, 'http') }]);
};

tests['learns that its origin or the host is refused, and stays away'] = async () => {
  // The browser lets the page read the refusal of its origin only without the token.
  const { client, socket } = await connecting({ token: 'secret' });
  explain(undefined, { status: 403, code: 'FORBIDDEN', detail: 'Pages of this origin are not allowed' });
  socket.drop();
  await settled();
  equal(asked.map(({ authorization }) => authorization ?? 'none'), ['Bearer secret', 'none']);
  const { state, reason, error } = client.status;
  equal([state, reason, error], ['refused', 'Pages of this origin are not allowed', 'FORBIDDEN']);
};

tests['takes the answer to a request without its token for nothing else'] = async () => {
  const { client, socket } = await connecting({ token: () => 'secret' });
  explain(undefined, { status: 401, code: 'UNAUTHORIZED', detail: 'An access token is needed' });
  socket.drop();
  await settled();
  equal([client.status.state, client.status.reason], ['reconnecting', 'The gateway cannot be reached']);
};

tests['says so when the gateway answers, but no WebSocket opens'] = async () => {
  const { client, socket } = await connecting();
  explain({ status: 426, code: 'UPGRADE_REQUIRED', detail: 'This is a WebSocket endpoint' });
  socket.drop();
  await settled();
  equal([client.status.state, client.status.reason.includes('proxy')], ['reconnecting', true]);
};

tests['stays where it is when an explanation comes too late'] = async () => {
  const { client, socket } = await connecting();
  explain({ status: 403, code: 'FORBIDDEN', detail: 'no' });
  socket.drop();
  client.connect('org-2');
  await settled();
  equal(client.status.state, 'connecting');
};

tests['does not stay live while the network is offline'] = async () => {
  const { client, socket } = await live();
  window.dispatchEvent(new Event('offline'));
  equal([client.status.state, client.status.reason], ['reconnecting', 'The network is offline']);
  ok(socket.readyState >= 2, 'the socket is closed');
  window.dispatchEvent(new Event('online'));
  await settled();
  equal(client.status.state, 'connecting');
};

tests['looks at its connection when the page is shown again'] = async () => {
  const { client, socket } = await live({ heartbeatMs: 10 });
  socket.event('a');
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  equal(client.status.state, 'live');
  await new Promise((resolve) => setTimeout(resolve, 30));
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  await settled();
  equal([client.status.state, client.status.failures], ['connecting', 1]);
};

tests['does not wait when the page is shown again'] = async () => {
  const { client, socket } = await live();
  socket.drop();
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  await settled();
  equal(client.status.state, 'connecting');
};

tests['tells its owner what goes wrong'] = async () => {
  const { socket, errors, events } = await live({ onStatus: () => { throw new Error('in onStatus'); } });
  const { subscription } = { subscription: socket.frames('SUBSCRIBE')[0].headers.id };
  socket.receive('MESSAGE', { subscription, destination: '/topic/sync.org-rio', 'message-id': 'x' }, 'no JSON');
  socket.event('a');
  equal(errors.slice(0, 2), ['in onStatus', 'in onStatus']);
  equal([errors.length, events], [3, ['a']]);
};

tests['survives an onError that throws'] = async () => {
  const quiet = console.error;
  console.error = () => {};
  const fail = () => { throw new Error('again'); };
  const { client } = await live({ onStatus: fail, onError: fail });
  equal(client.status.state, 'live');
  await client.close();
  console.error = quiet;
};

tests['logs its steps, but never a token'] = async () => {
  const steps = [];
  const { socket } = await live({ token: async () => 'secret', log: (...step) => steps.push(JSON.stringify(step)) });
  socket.drop(1006, 'gone');
  ok(steps.some((step) => step.includes('connecting')) && steps.some((step) => step.includes('gone')), steps.join());
  ok(!steps.join().includes('secret'));
};

tests['survives a log that throws'] = async () => {
  const { client } = await live({ log: () => { throw new Error('in log'); } });
  equal(client.status.state, 'live');
};

tests['shows the text of an ERROR before CONNECTED as it was meant'] = async () => {
  const { client, socket } = await connecting();
  socket.open();
  socket.receive('ERROR', { code: 'BAD', message: 'header Authorization\\c Bearer' }, 'header Authorization: Bearer');
  equal(client.status.reason, 'header Authorization: Bearer');
};
