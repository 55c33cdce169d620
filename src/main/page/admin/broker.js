import { state } from '../shared/badges.js';
import { element } from '../shared/dom.js';
import { plural } from '../shared/format.js';
import { consoleLink, fill } from './overview.js';
import { bytes, count, lasting, moment, NOTHING, percent, since } from './text.js';
import { problemText } from './verdict.js';
import { card, facts, hint, table, trouble } from './view.js';

/** The link to the broker, the brokers, queues and addresses. */
export const broker = {
  title: 'Broker',

  render: ({ overview, now }) => {
    const { link: part, queues } = overview.parts;
    return [
      part ? card('Link', facts(linkFacts(part, now))) : hint('This process has no link: it lacks the role gateway, or the endpoint is not exposed.'),
      card('Queues', ...queuesOf(queues, now)),
      card('Addresses', ...addressesOf(queues)),
      ...consoleLink(overview),
    ];
  },
};

function linkFacts(part, now) {
  const ahead = part.clockAheadMilliseconds;
  return [
    ['State', [state(part.state === 'UP' ? 'good' : 'bad', part.state === 'UP' ? 'Up' : 'Down'), ` since ${moment(part.since)}`]],
    ['Broker', element('code', {}, part.broker)],
    ['Reconnects', count(part.reconnects)],
    ['Last event', part.lastEventAt ? `${moment(part.lastEventAt)} (${since(part.lastEventAt, now)} ago)` : 'none held'],
    ['Gaps', part.gaps ? `${plural(part.gaps.unread, 'time')} unread, ${plural(part.gaps.lost, 'event')} lost` : NOTHING],
    ['Gaps are noticed', part.unwatched ? [state('warn', 'No'), ` ${part.unwatched}`] : 'yes'],
    ['This machine’s clock', ahead === 0 ? 'as the broker’s' : `${lasting(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} the broker’s`],
    ['History in memory', fill(part.history)],
    ['Keeps the states', part.keeper ? 'yes: this gateway writes the states of records to the broker' : 'no: another gateway does'],
  ];
}

function queuesOf(part, now) {
  if (!part) {
    return [hint('The endpoint queues is not exposed.')];
  }
  if (part.problem) {
    return [trouble(problemText(part.problem))];
  }
  return [
    table('Queues', [
      { name: 'Queue', kind: 'code', of: ({ name }) => name },
      { name: 'Messages', kind: 'number', of: ({ messages }) => count(messages) },
      { name: 'In delivery', kind: 'number', of: ({ delivering }) => count(delivering) },
      { name: 'Scheduled', kind: 'number', of: ({ scheduled }) => count(scheduled) },
      { name: 'Consumers', kind: 'number', of: ({ consumers }) => count(consumers) },
      { name: 'Oldest', of: ({ oldest }) => (oldest ? `${since(oldest, now)} ago` : NOTHING) },
    ], part.queues ?? [], ({ name }) => name, 'No queue is visible to this process.'),
  ];
}

function addressesOf(part) {
  if (!part || part.problem) {
    return [hint('Not known.')];
  }
  return [
    table('Addresses', [
      { name: 'Address', kind: 'code', of: ({ name }) => name },
      { name: 'Memory', of: ({ bytes: used }) => bytes(used) },
      { name: 'Of its limit', of: ({ percent: share }) => (share > 0 ? percent(share / 100) : NOTHING) },
      { name: 'Producers', of: ({ full }) => (full ? state('bad', 'Full: refused, or on disk only') : 'accepted') },
    ], part.addresses ?? [], ({ name }) => name, 'No address is visible to this process.'),
  ];
}
