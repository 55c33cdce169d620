import { state } from '../shared/badges.js';
import { number, plural } from '../shared/format.js';
import { count, lasting, moment, NOTHING, since } from './text.js';
import { messages, problemText } from './verdict.js';
import { act, card, facts, hint, table, trouble } from './view.js';

/** The worker and PEMS, organizations whose edits wait for a reason, and failed edits. */
export const worker = {
  title: 'Worker and PEMS',

  render: (context) => [writing(context), waiting(context), failed(context)],
};

function writing({ overview, now }) {
  const part = overview.parts.worker;
  if (!part) {
    return card('Worker', hint('This process has no worker: it lacks the role worker, or the endpoint is not exposed.'));
  }
  return card('Worker', ...(part.problem ? [trouble(problemText(part.problem))] : []), facts([...workerFacts(part, now), ...pemsFacts(part.pems, now)]));
}

/** @param {any} part answer of /actuator/worker @param {number} now */
export function workerFacts(part, now) {
  return [
    ['Writes to PEMS', part.active ? [state('good', 'This process'), ` for ${since(part.since, now)}`] : 'another process, or none'],
    ['PEMS', part.breaker === 'OPEN' ? [state('bad', 'Down'), ` for ${since(part.breakerOpenSince, now)}`] : state('good', 'Answers')],
    ['Edits waiting', count(part.waiting)],
    ['Oldest', part.oldestWaitingMilliseconds ? `waits for ${lasting(part.oldestWaitingMilliseconds)}` : NOTHING],
    ['Being written', count(part.inFlight)],
  ];
}

function pemsFacts(pems, now) {
  if (!pems) {
    return [];
  }
  const errors = Object.entries(pems.errors);
  return [
    ['Requests to PEMS in 15 minutes', pems.requests === 0 ? 'none' : `${number(pems.requests)}; half within ${lasting(pems.medianMilliseconds)}, 95 % within ${lasting(pems.p95Milliseconds)}`],
    ['Errors among them', errors.length === 0 ? 'none' : [...errors.flatMap(([code, times]) => [state('warn', `${code}: ${number(times)}`), ' ']), `last ${since(pems.lastErrorAt, now)} ago`]],
  ];
}

/** Why edits of an organization wait, and what to do. */
export const WHY = {
  CREDENTIALS: 'PEMS refuses the credentials; correct them',
  FULL_ADDRESS: 'its address at the broker is full',
  ADMIN: 'paused by an admin',
};

function waiting({ overview, mayAct, now }) {
  const part = overview.parts.worker;
  // A process without a worker knows the pauses all the same.
  const pauses = overview.parts.pauses?.pauses ?? [];
  const others = (part?.paused ?? []).filter(({ why }) => why !== 'ADMIN');
  const rows = [...pauses.map((pause) => ({ ...pause, why: 'ADMIN' })), ...others];
  const total = (overview.parts.pauses?.total ?? 0) + (part ? Math.max(others.length, part.pausedTotal - (overview.parts.pauses?.total ?? 0)) : 0);
  return card('Organizations whose edits wait',
    ...(rows.length === 0 ? [] : [hint('Their edits are accepted and wait in the queue.' + (rows.length < total ? ` Showing ${number(rows.length)} of ${plural(total, 'organization')}.` : ''))]),
    table('Organizations whose edits wait', [
      { name: 'Organization', of: ({ organizationId }) => organizationId },
      { name: 'Why', of: ({ why }) => state(why === 'ADMIN' ? 'warn' : 'bad', WHY[why] ?? why) },
      { name: 'Reason', of: ({ reason }) => reason ?? NOTHING },
      { name: 'Since', of: (pause) => (pause.since ? `${moment(pause.since)} (${since(pause.since, now)})` : NOTHING) },
      { name: 'By', of: ({ by }) => by ?? NOTHING },
      ...(mayAct
        ? [{ name: 'Actions', kind: 'act', of: ({ organizationId, why }) => (why === 'ADMIN' ? act('Resume…', 'resume', { organization: organizationId }, `Resume writes of ${organizationId}…`) : []) }]
        : []),
    ], rows, ({ organizationId, why }) => `${organizationId} ${why}`, 'No organization waits.'),
    ...(mayAct ? [act('Pause an organization’s writes…', 'pause')] : []));
}

function failed({ overview, mayAct }) {
  const held = messages(overview.parts.queues, 'pems.write.failed');
  return card('Failed edits',
    hint(held === 0 ? 'No failed edit waits for a decision.' : `${plural(held, 'failed edit')} of all organizations ${held === 1 ? 'waits' : 'wait'} for a decision, for 30 days.`),
    ...(mayAct ? [act('Retry all of an organization…', 'retry-failed'), ' ', act('Give up all of an organization…', 'give-up-failed')] : []));
}
