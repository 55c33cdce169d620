import { element } from '../shared/dom.js';
import { problemText } from './broker.js';
import { count, moment, NOTHING, since } from './text.js';
import { messages } from './verdict.js';
import { act, card, facts, hint, state, table, trouble } from './view.js';

/** The worker and PEMS, organizations whose writes stand still, and failed edits. */
export const worker = {
  title: 'Worker and PEMS',

  render: (context) => [writing(context), paused(context), failed(context)],
};

function writing({ overview, now }) {
  const part = overview.parts.worker;
  if (!part) {
    return card('Worker', hint('This process has no worker: it lacks the role worker, or the endpoint is not exposed.'));
  }
  return card('Worker', facts(workerFacts(part, now)));
}

/** @param {any} part answer of /actuator/worker @param {number} now */
export function workerFacts(part, now) {
  return [
    ['Writes to PEMS', part.active ? [state('good', 'This process'), ` for ${since(part.since, now)}`] : 'another process, or none'],
    ['PEMS', part.breaker?.open ? [state('bad', 'Down'), ` for ${since(part.breaker.since, now)}`] : state('good', 'Answers')],
    ['Edits waiting', count(part.waiting)],
    ['Oldest', part.oldestWaitingAt ? `waits for ${since(part.oldestWaitingAt, now)}` : NOTHING],
    ['Being written', count(part.inFlight)],
  ];
}

function paused({ overview, mayAct, now }) {
  const { pauses, worker: part } = overview.parts;
  return card('Paused writes', hint('Edits of these organizations are accepted and wait.'),
    table('Paused organizations', [
      { name: 'Organization', of: ({ organizationId }) => organizationId },
    ], part?.paused ?? [], ({ organizationId }) => organizationId, 'All organizations are written.'),
    ...(mayAct ? [act('Pause an organization’s writes…', 'pause')] : []));
}

function failed({ overview, mayAct }) {
  const waiting = messages(overview.parts.queues, 'pems.write.failed');
  return card('Failed edits', hint(waiting === 0 ? 'No failed edit waits.' : `${count(waiting)} of all organizations wait for 30 days, then they are removed.`),
    ...(mayAct ? [act('Retry all of an organization…', 'retry-failed'), ' ', act('Give up all of an organization…', 'give-up-failed')] : []));
}
