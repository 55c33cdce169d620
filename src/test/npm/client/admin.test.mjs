// Tests of what the admin page decides, without a browser: what is wrong, and when it asks the gateway again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { projectRoot } from './prepare.mjs';

const load = (file) => import(pathToFileURL(join(projectRoot(), 'src/main/page/admin', file)).href);
const { findings } = await load('verdict.js');
const { Poller } = await load('poller.js');
const { lasting } = await load('text.js');
const { link, parse } = await load('address.js');
const { ApiError } = await load('../shared/api.js');

const NOW = Date.parse('2026-03-04T03:00:00.000Z');
const ago = (ms) => new Date(NOW - ms).toISOString();

/** An overview of a process that is well, with changes. */
function overview(change = () => {}) {
  const well = {
    health: {
      all: { status: 'UP', components: {} },
      readiness: { status: 'UP', components: { brokerLink: { status: 'UP' } } },
      liveness: { status: 'UP', components: { vitalThreads: { status: 'UP' } } },
    },
    process: { heapKept: 10, heapMax: 100, fileDescriptors: 10, fileDescriptorLimit: 100 },
    parts: {
      link: { state: 'UP', broker: 'b:61613', since: ago(1_000), gaps: { unread: 0, lost: 0 }, unwatched: null, clockAheadMilliseconds: 2 },
      worker: { active: true, breaker: 'CLOSED', waiting: 3, oldestWaitingMilliseconds: 900, paused: [], problem: null },
      queues: { queues: [{ name: 'pems.write.failed', messages: 0 }], addresses: [{ name: 'sync.a', full: false }] },
      sessions: { total: 1, sessions: [{ lag: { milliseconds: 20 } }] },
      refusals: { lastMinute: 2 },
      drain: { state: 'NONE', sessions: 1 },
    },
  };
  change(well, well.parts);
  return well;
}

const titles = (change) => findings(overview(change), NOW).map(({ tone, title }) => `${tone}: ${title}`);

test('a process that is well has no findings', () => {
  assert.deepEqual(titles(), []);
});

test('a process without roles has no findings either', () => {
  assert.deepEqual(titles((all) => (all.parts = {})), []);
});

for (const [change, expected] of [
  [(all) => (all.health.readiness.components.brokerDisk = { status: 'OUT_OF_SERVICE' }), 'bad: Not ready: brokerDisk'],
  [(all) => (all.health.liveness.components.vitalThreads = { status: 'DOWN' }), 'bad: Not live: vitalThreads'],
  [(all) => (all.health.all.components.pems = { status: 'DOWN' }), 'warn: Not well: pems'],
  [(_, { link: part }) => (part.state = 'DOWN'), 'bad: The broker link is down'],
  [(_, { link: part }) => (part.gaps.lost = 3), 'warn: Events were lost'],
  [(_, { link: part }) => (part.unwatched = 'why'), 'warn: Lost events would not be noticed'],
  [(_, { link: part }) => (part.clockAheadMilliseconds = -1_000), 'warn: The clocks differ'],
  [(_, { worker }) => Object.assign(worker, { breaker: 'OPEN', breakerOpenSince: ago(5_000) }), 'bad: PEMS is down'],
  [(_, { worker }) => worker.paused.push({ organizationId: 'a', why: 'CREDENTIALS' }), 'bad: Writes stand still for 1 organization'],
  [(_, { worker }) => worker.paused.push({ organizationId: 'a', why: 'ADMIN' }), 'warn: An admin has paused the writes of 1 organization'],
  [(_, { worker }) => (worker.oldestWaitingMilliseconds = 300_000), 'warn: Edits wait for long'],
  [(_, { queues }) => (queues.addresses[0].full = true), 'bad: The address sync.a is full'],
  [(_, { queues }) => (queues.queues[0].messages = 2), 'warn: 2 failed edits wait'],
  [(_, { sessions }) => (sessions.sessions[0].lag.milliseconds = 5_000), 'warn: 1 session behind'],
  [(_, { refusals }) => (refusals.lastMinute = 60), 'warn: 60 refusals in the last minute'],
  [({ process }) => (process.heapKept = 90), 'bad: The heap is nearly full'],
  [({ process }) => (process.fileDescriptors = 80), 'warn: File descriptors run short'],
  [({ process }) => (process.fileDescriptors = 95), 'bad: File descriptors are nearly used up'],
  [(_, { drain }) => (drain.state = 'RUNNING'), 'warn: This gateway is draining'],
  [(_, parts) => (parts.queues = { problem: 'The broker cannot be asked' }), 'warn: No answer about the queues'],
]) {
  test(`finds "${expected}", and nothing else`, () => {
    assert.deepEqual(titles(change), [expected]);
  });
}

test('a link that is down is said once, and problems come before warnings', () => {
  assert.deepEqual(
    titles((all, { link: part, refusals }) => {
      part.state = 'DOWN';
      all.health.readiness.components.brokerLink = { status: 'OUT_OF_SERVICE' };
      refusals.lastMinute = 100;
    }),
    ['bad: The broker link is down', 'warn: 100 refusals in the last minute'],
  );
});

test('times are said in their two largest units', () => {
  assert.deepEqual([350, 61_000, 3_600_000, 90_061_000, null].map(lasting), ['350 ms', '1 min 1 s', '1 h', '1 d 1 h', '–']);
});

test('an address keeps section and filter', () => {
  assert.deepEqual(parse(link('sessions', { organizationId: 'org-rio', userId: '' })), { section: 'sessions', params: { organizationId: 'org-rio' } });
  assert.equal(parse('#nowhere').section, 'overview');
});

/** A poller with a clock that the test turns, and a tab that the test hides. */
function polled(t, answers) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const page = new EventTarget();
  page.hidden = false;
  globalThis.document = page;
  const log = [];
  const ask = async () => {
    log.push('asked');
    const answer = answers.shift() ?? 'ok';
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
  const poller = new Poller(ask, {
    answered: (answer) => log.push(answer),
    failed: (error, retryAt) => log.push(`${error.message} ${retryAt === null ? 'stop' : retryAt - Date.now()}`),
  });
  poller.start();
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    log,
    settle,
    pass: async (ms) => {
      t.mock.timers.tick(ms);
      await settle();
    },
    hide: (hidden) => {
      page.hidden = hidden;
      page.dispatchEvent(new Event('visibilitychange'));
    },
  };
}

test('asks two seconds after each answer', async (t) => {
  const { log, pass, settle } = polled(t, []);
  await settle();
  await pass(1_999);
  assert.deepEqual(log, ['asked', 'ok']);
  await pass(1);
  assert.deepEqual(log, ['asked', 'ok', 'asked', 'ok']);
});

test('does not ask while the tab is hidden, and asks at once when it is shown', async (t) => {
  const { log, pass, settle, hide } = polled(t, []);
  await settle();
  hide(true);
  await pass(60_000);
  assert.deepEqual(log, ['asked', 'ok']);
  hide(false);
  await settle();
  assert.deepEqual(log, ['asked', 'ok', 'asked', 'ok']);
});

test('waits longer after each error, at most 30 s, and 2 s again after an answer', async (t) => {
  const errors = Array.from({ length: 5 }, () => new Error('no'));
  const { log, pass, settle } = polled(t, errors);
  await settle();
  for (const ms of [4_000, 8_000, 16_000, 30_000, 30_000]) {
    assert.equal(log.at(-1), `no ${ms}`);
    await pass(ms);
  }
  assert.equal(log.at(-1), 'ok');
  await pass(2_000);
  assert.equal(log.at(-1), 'ok');
  assert.equal(log.filter((line) => line === 'asked').length, 7);
});

test('stops after an error that asking again cannot mend', async (t) => {
  const { log, pass, settle } = polled(t, [Object.assign(new Error('token'), { status: 401 })]);
  await settle();
  await pass(120_000);
  assert.deepEqual(log, ['asked', 'token stop']);
});

test('waits as long as the gateway asks for', async (t) => {
  const { log, settle } = polled(t, [new ApiError('busy', 429, { retryAfter: 60 })]);
  await settle();
  assert.deepEqual(log, ['asked', 'busy 60000']);
});
