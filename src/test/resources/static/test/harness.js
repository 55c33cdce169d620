/** How tests come by a client, and wait. */
import { SyncClient } from '@pfa-vanguard/sync-client';
import { FakeSocket } from './fake-socket.js';

let opened = [];

/** What fetch answers, one after another; after that it fails, as if the gateway could not be reached. */
let answers = [];

/** What fetch was asked. */
export let asked = [];

globalThis.fetch = async (url, { headers }) => {
  asked.push({ url: String(url), authorization: headers.Authorization });
  const answer = answers.shift();
  if (!answer) {
    throw new TypeError('Failed to fetch');
  }
  const { status, retryAfter, ...body } = answer;
  return { status, json: async () => body, headers: new Headers(retryAfter ? { 'Retry-After': retryAfter } : {}) };
};

/** Lets the gateway explain, from now on, why it refuses a handshake. */
export function explain(...problems) {
  answers = problems;
  asked = [];
}

/** Closes the clients of a test. */
export async function closeAll() {
  await Promise.all(opened.map((client) => client.close()));
  opened = [];
}

export function fresh(options = {}) {
  FakeSocket.clear();
  answers = [];
  const events = [];
  const gaps = [];
  const statuses = [];
  const errors = [];
  const client = new (options.Client ?? SyncClient)({
    WebSocket: FakeSocket,
    onEvent: ({ eventId }) => events.push(eventId),
    onGap: ({ eventId }) => gaps.push(eventId),
    onStatus: ({ state }) => statuses.push(state),
    onError: (error) => errors.push(error.message),
    // Makes delays so long that no retry happens, unless a test sets another value.
    random: () => 1_000,
    ...options,
  });
  opened.push(client);
  return { client, events, gaps, statuses, errors };
}

export async function connecting(options) {
  const made = fresh(options);
  made.client.connect('org-rio');
  await settled();
  return { ...made, socket: FakeSocket.last };
}

export async function live(options) {
  const made = await connecting(options);
  made.socket.connected();
  made.socket.greet('t-1');
  return made;
}

export async function reconnect(client, socket) {
  socket.drop();
  client.retryNow();
  await settled();
  return FakeSocket.last;
}

export async function positionAfterReconnect(client, socket) {
  const next = await reconnect(client, socket);
  next.connected();
  return next.frames('SUBSCRIBE')[0].headers['last-event-id'];
}

/** Everything that was ready to happen has happened. */
export function settled() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage('');
  });
}

export async function until(condition) {
  for (const deadline = Date.now() + 10_000; !condition(); ) {
    ok(Date.now() < deadline, `Never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export function ok(condition, why = 'not so') {
  if (!condition) {
    throw new Error(why);
  }
}

export function equal(actual, expected) {
  ok(JSON.stringify(actual) === JSON.stringify(expected), `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
}

export function throws(action, type) {
  try {
    action();
  } catch (error) {
    ok(error instanceof type, `threw ${error}`);
    return;
  }
  throw new Error('did not throw');
}


/** Runs the waits at once that `random` above makes so long, until the returned function is called. */
export function hurry() {
  const { setTimeout: later } = globalThis;
  globalThis.setTimeout = (task, delay, ...args) => later(task, delay > 100_000 ? 0 : delay, ...args);
  return () => (globalThis.setTimeout = later);
}
