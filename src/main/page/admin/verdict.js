import { plural } from '../shared/format.js';
import { link } from './address.js';
import { bytes, count, lasting, since } from './text.js';
import { WHY } from './worker.js';

/**
 * One thing that is wrong: what it means for people, and where to look.
 *
 * @typedef {{ area: string, tone: 'bad' | 'warn', title: string, detail: string, href?: string }} Finding
 */

export const LAG_MS = 5_000;
const WAITING_MS = 5 * 60_000;
const CLOCK_MS = 1_000;
const REFUSALS_PER_MINUTE = 60;
const HEAP_SHARE = 0.9;
const FILES_SHARE = 0.8;
const FILES_BAD_SHARE = 0.95;

/**
 * Finds everything that an admin should look at, the worst first. Reads nothing but the overview's answer, so that the page
 * says what the endpoints say.
 *
 * @param {any} overview answer of /actuator/admin
 * @param {number} now the gateway's clock
 * @returns {Finding[]}
 */
export function findings(overview, now) {
  const { health, parts, process } = overview;
  const all = [
    ...within('process', ofHealth(health, parts.link)),
    ...within('broker', ofLink(parts.link, now)),
    ...within('writes', ofWorker(parts.worker, now)),
    ...within('broker', ofQueues(parts.queues)),
    ...within('writes', ofFailedEdits(parts.queues)),
    ...within('clients', ofSessions(parts.sessions)),
    ...within('clients', ofRefusals(parts.refusals)),
    ...within('process', ofProcess(process)),
    ...within('clients', ofDrain(parts.drain)),
    ...within('process', ofProblems(parts)),
  ];
  return [...all.filter(({ tone }) => tone === 'bad'), ...all.filter(({ tone }) => tone === 'warn')];
}

/** @param {string} area of the overview @param {Iterable<any>} found @returns {Finding[]} */
const within = (area, found) => [...found].map((one) => ({ ...one, area }));

const bad = (title, detail, href) => ({ tone: 'bad', title, detail, href });
const warn = (title, detail, href) => ({ tone: 'warn', title, detail, href });

function* ofHealth({ all, readiness, liveness }, broker) {
  for (const [name, part] of down(readiness)) {
    // The link says it in better words.
    if (name === 'brokerLink' && broker?.state === 'DOWN') {
      continue;
    }
    yield bad(`Not ready: ${name}`, `Load balancers send no client here. ${reason(part)}`, link('overview'));
  }
  for (const [name, part] of down(liveness)) {
    yield bad(`Not live: ${name}`, `The process cannot help itself; restart it. ${reason(part)}`, link('overview'));
  }
  const known = new Set([...Object.keys(readiness?.components ?? {}), ...Object.keys(liveness?.components ?? {})]);
  for (const [name, part] of down(all)) {
    if (!known.has(name)) {
      yield warn(`Not well: ${name}`, reason(part), link('overview'));
    }
  }
}

/** @returns {[string, any][]} */
function down(part) {
  return Object.entries(part?.components ?? {}).filter(([, part]) => part.status !== 'UP' && part.status !== 'UNKNOWN');
}

/** The details of a health part as one line. */
export function reason({ status, details = {} }) {
  const said = Object.entries(details).map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  return said.length > 0 ? said.join('; ') : `Status ${status}.`;
}

function* ofLink(part, now) {
  if (!part) {
    return;
  }
  const href = link('broker');
  if (part.state === 'DOWN') {
    yield bad('The broker link is down', `Clients have heard no new events for ${since(part.since, now)}. It tries ${part.broker}. The log says why: search for “Broker link to”.`, href);
  }
  if (part.gaps?.lost > 0) {
    yield warn('Events were lost', `${plural(part.gaps.lost, 'event')} since the start; clients were told to read the state again.`, href);
  }
  if (part.unwatched) {
    yield warn('Lost events would not be noticed', part.unwatched, href);
  }
  if (Math.abs(part.clockAheadMilliseconds ?? 0) >= CLOCK_MS) {
    const ahead = part.clockAheadMilliseconds;
    yield warn('The clocks differ', `This machine is ${lasting(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} the broker. Set both by NTP.`, href);
  }
}

function* ofQueues(part) {
  if (!part) {
    return;
  }
  const href = link('broker');
  const full = (part.addresses ?? []).filter((address) => address.full);
  if (full.length > 0) {
    yield bad(
      full.length === 1 ? `The address ${full[0].name} is full` : `${plural(full.length, 'address', 'addresses')} are full`,
      `The broker refuses messages there, or keeps them on disk only: ${full.map(({ name }) => name).slice(0, 5).join(', ')}. Find out why they are not consumed, or raise the limit.`, href);
  }
}

function* ofFailedEdits(part) {
  const failed = messages(part, 'pems.write.failed');
  if (failed > 0) {
    yield warn(`${plural(failed, 'failed edit')} ${failed === 1 ? 'waits' : 'wait'}`, 'Users decide, or you retry or give up all of an organization.', link('worker'));
  }
}

/** Messages in a queue; 0 if it is not known. */
export const messages = (queues, name) => queues?.queues?.find((queue) => queue.name === name)?.messages ?? 0;

function* ofSessions(part) {
  const behind = (part?.sessions ?? []).filter(({ lag }) => lag.milliseconds >= LAG_MS);
  if (behind.length > 0) {
    const more = behind.length === part.sessions.length && part.total > behind.length ? ' or more' : '';
    yield warn(`${plural(behind.length, 'session')}${more} behind`,
      `The slowest is ${lasting(Math.max(...behind.map(({ lag }) => lag.milliseconds)))} behind. A session that stays slow is closed and can resume.`,
      link('sessions', { sort: 'lag' }));
  }
}

function* ofRefusals(part) {
  if (part?.lastMinute >= REFUSALS_PER_MINUTE) {
    yield warn(`${plural(part.lastMinute, 'refusal')} in the last minute`, 'A client with a wrong token or address, or an attack.', link('refusals'));
  }
}

function* ofProcess({ heapKept, heapMax, fileDescriptors, fileDescriptorLimit }) {
  if (heapKept / heapMax >= HEAP_SHARE) {
    yield bad('The heap is nearly full', `After the last collection ${bytes(heapKept)} of ${bytes(heapMax)} are in use. Drain this gateway, or give it more memory.`, link('overview'));
  }
  const files = fileDescriptors / fileDescriptorLimit;
  if (files >= FILES_SHARE) {
    const text = `${count(fileDescriptors)} of ${count(fileDescriptorLimit)} file descriptors are open. At the limit no client can connect: raise it (ulimit -n).`;
    yield files >= FILES_BAD_SHARE ? bad('File descriptors are nearly used up', text, link('overview')) : warn('File descriptors run short', text, link('overview'));
  }
}

function* ofDrain(part) {
  if (part && part.state !== 'NONE') {
    yield warn(part.state === 'RUNNING' ? 'This gateway is draining' : 'This gateway is drained',
      `It refuses new sessions; ${plural(part.sessions, 'session')} left. Cancel the drain below to accept sessions again.`, link('overview'));
  }
}

/** @param {any} problem a text, or a problem as in problem+json */
export const problemText = (problem) => (typeof problem === 'string' ? problem : problem.detail ?? problem.title);

const NAMES = { link: 'the broker link', worker: 'the edits that wait', queues: 'the queues', pauses: 'paused writes' };

function* ofProblems(parts) {
  for (const [name, part] of Object.entries(parts)) {
    if (part.problem) {
      yield warn(`No answer about ${NAMES[name] ?? name}`, problemText(part.problem));
    }
  }
}

function* ofWorker(part, now) {
  if (!part) {
    return;
  }
  const href = link('worker');
  if (part.breaker === 'OPEN') {
    yield bad('PEMS is down', `No edit has been written for ${since(part.breakerOpenSince, now)}. Edits wait and are written when PEMS answers again.`, href);
  }
  const byAdmin = (part.paused ?? []).filter(({ why }) => why === 'ADMIN');
  const others = (part.paused ?? []).filter(({ why }) => why !== 'ADMIN');
  if (others.length > 0) {
    yield bad(`Writes stand still for ${plural(others.length, 'organization')}`, others.slice(0, 5).map(({ organizationId, why }) => `${organizationId}: ${WHY[why] ?? why}`).join('; '), href);
  }
  if (byAdmin.length > 0) {
    yield warn(`An admin has paused the writes of ${plural(byAdmin.length, 'organization')}`, byAdmin.slice(0, 5).map(({ organizationId }) => organizationId).join(', '), href);
  }
  if (part.oldestWaitingMilliseconds >= WAITING_MS) {
    yield warn('Edits wait for long', `The oldest waits for ${lasting(part.oldestWaitingMilliseconds)}; ${count(part.waiting)} wait.`, href);
  }
}
