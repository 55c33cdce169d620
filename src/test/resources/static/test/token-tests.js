// What the client does with tokens, in Chromium and in Node.js.
import { FakeSocket } from './fake-socket.js';
import { connecting, equal, explain, fresh, hurry, live, ok, reconnect, settled, until } from './harness.js';

export const tests = {};

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
  const stop = hurry();
  try {
    socket.message({ type: 'AUTH_REFRESH_FAILED', organizationId: 'org-rio', eventId: 't-8' });
    await until(() => socket.frames('SEND').length === 2);
  } finally {
    stop();
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

tests['gives up a token that never comes, and asks again'] = async () => {
  let asked = 0;
  const { client } = fresh({ token: () => (++asked, new Promise(() => {})), connectTimeoutMs: 5, random: () => 0 });
  client.connect('org-rio');
  await until(() => asked === 3);
  ok(client.status.failures >= 2);
  equal(FakeSocket.made.length, 0);
};

tests['says why it asks, and which token it had'] = async () => {
  const requests = [];
  const token = (request) => (requests.push(request), `secret-${requests.length}`);
  const { client, socket } = await live({ token });
  socket.message({ type: 'TOKEN_EXPIRING', organizationId: 'org-rio', eventId: 't-2' });
  await settled();
  socket.drop(4412, 'ended');
  client.retryNow();
  await settled();
  FakeSocket.last.drop();
  client.retryNow();
  await settled();
  equal(requests, [
    { reason: 'connect' },
    { reason: 'expiring', previous: 'secret-1' },
    { reason: 'refused', previous: 'secret-2' },
    { reason: 'connect', previous: 'secret-3' },
  ]);
};

tests['goes on after any number of stale tokens, and waits longer each time'] = async () => {
  let asked = 0;
  const { client } = await connecting({ token: () => `stale-${++asked}`, random: () => 1 });
  const waits = [];
  for (const refuse of [
    (socket) => socket.drop(4412, 'ended'),
    (socket) => socket.receive('ERROR', { code: 'INVALID_TOKEN', message: 'no good', retryable: 'false' }),
    (socket) => (explain({ status: 401, code: 'TOKEN_EXPIRED', detail: 'The access token has expired' }), socket.drop()),
    (socket) => socket.drop(4413, 'revoked'),
  ]) {
    FakeSocket.last.open();
    if (refuse.toString().includes('explain')) {
      FakeSocket.last.readyState = 0;
    }
    const before = Date.now();
    refuse(FakeSocket.last);
    await settled();
    equal(client.status.state, 'reconnecting');
    waits.push(Math.floor((client.status.nextAttemptAt.getTime() - before) / 1_000));
    client.retryNow();
    await settled();
  }
  equal(waits, [1, 2, 4, 8]);
  FakeSocket.last.connected();
  FakeSocket.last.greet('t-1');
  equal([client.status.state, FakeSocket.last.protocols.at(-1)], ['live', 'bearer.stale-5']);
};

tests['waits longer, too, when sessions end by their token as soon as they begin'] = async () => {
  const { client, socket } = await live({ token: () => 'old' });
  socket.drop(4412, 'ended');
  for (const failures of [2, 3]) {
    client.retryNow();
    await settled();
    FakeSocket.last.connected();
    FakeSocket.last.greet('t-1');
    FakeSocket.last.drop(4412, 'ended');
    equal(client.status.failures, failures);
  }
};

tests['is refused when it has no token where one is needed'] = async () => {
  const { client, socket } = await connecting({ token: () => undefined });
  socket.open();
  socket.receive('ERROR', { code: 'UNAUTHORIZED', message: 'CONNECT needs a token', retryable: 'false' });
  equal([client.status.state, client.status.error], ['refused', 'UNAUTHORIZED']);
};

tests['tries a renewal again until there is a new token'] = async () => {
  let asked = 0;
  const token = () => {
    asked += 1;
    return asked === 1 || asked === 3 ? 'secret-1' : asked === 2 ? Promise.reject(new Error('offline')) : 'secret-2';
  };
  const { client, socket, errors } = await live({ token });
  const stop = hurry();
  try {
    socket.message({ type: 'TOKEN_EXPIRING', organizationId: 'org-rio', eventId: 't-7' });
    await until(() => socket.frames('SEND').length > 0);
  } finally {
    stop();
  }
  equal(socket.frames('SEND')[0].headers.Authorization, 'Bearer secret-2');
  equal([asked >= 4, errors, client.status.state], [true, ['No new access token: offline'], 'live']);
};

tests['renews in one chain, whatever the gateway says, and ends it with the renewal'] = async () => {
  let asked = 0;
  let open = 0;
  let most = 0;
  const token = async () => {
    asked += 1;
    most = Math.max(most, ++open);
    await new Promise((resolve) => setTimeout(resolve, 1));
    open -= 1;
    return asked < 5 ? 'secret-1' : 'secret-2';
  };
  const { client } = fresh({ token });
  client.connect('org-rio');
  await until(() => FakeSocket.last !== undefined);
  const socket = FakeSocket.last;
  socket.connected();
  socket.greet('t-1');
  const expiring = () => socket.message({ type: 'TOKEN_EXPIRING', organizationId: 'org-rio', eventId: 't-7' });
  const stop = hurry();
  try {
    for (let i = 0; i < 20; i++) {
      expiring();
      socket.message({ type: 'AUTH_REFRESH_FAILED', organizationId: 'org-rio', eventId: 't-8' });
    }
    await until(() => socket.frames('SEND').length > 0 && open === 0);
    socket.message({ type: 'AUTH_REFRESHED', organizationId: 'org-rio', eventId: 't-9' });
    const then = asked;
    await new Promise((resolve) => setTimeout(resolve, 20));
    equal([most, asked], [1, then]);
  } finally {
    stop();
  }
};

tests['ends the renewal with the session'] = async () => {
  let asked = 0;
  const { client, socket } = await live({ token: () => (++asked, 'secret') });
  socket.message({ type: 'TOKEN_EXPIRING', organizationId: 'org-rio', eventId: 't-7' });
  await settled();
  const stop = hurry();
  try {
    await client.close();
    const then = asked;
    await new Promise((resolve) => setTimeout(resolve, 20));
    equal(asked, then);
  } finally {
    stop();
  }
};
