import { state } from '../shared/badges.js';
import { element } from '../shared/dom.js';
import { ago, number, plural } from '../shared/format.js';
import { link } from './address.js';
import { filterForm } from './filter-form.js';
import { bytes, count, lasting, moment } from './text.js';
import { LAG_MS } from './verdict.js';
import { act, anchor, card, hint, table, two } from './view.js';

const MOST = 1_000;
const MINUTE_MS = 60_000;

/** Sessions of this gateway: by organization, user, address and protocol, ordered by lag or age. */
export const sessions = {
  title: 'Sessions',

  controls: () =>
    filterForm('sessions', [
      { name: 'organizationId', label: 'Organization' },
      { name: 'userId', label: 'User' },
      { name: 'address', label: 'Address' },
      { name: 'protocol', label: 'Protocol', options: [['', 'All'], ['stomp', 'STOMP'], ['json', 'Plain JSON']] },
      { name: 'sort', label: 'Order', options: [['', 'Largest lag first'], ['age', 'Oldest first']] },
      { name: 'find', label: 'Search these rows', search: true },
    ]),

  request: ({ find, ...selected }) => ({ path: 'sessions', query: selected }),

  render: ({ data, params, now, mayAct, mode }) => {
    const wanted = (params.find ?? '').toLowerCase();
    const shown = data.sessions.filter((one) => wanted === '' || textOf(one).includes(wanted));
    return [
      hint(showing(shown.length, data, params)),
      ...more(data, params),
      table('Sessions', columns(now, mayAct, mode), shown, ({ id }) => id, 'No session matches.', (one) =>
        [JSON.stringify(one), ago(Date.parse(one.connectedAt), now), left(one.tokenExpiresAt, now), mayAct].join()),
      card('By organization', byOrganization(data.byOrganization, params)),
    ];
  },
};

function showing(rows, { total, sessions: loaded }, { find }) {
  if (find) {
    return `${number(rows)} of the ${plural(loaded.length, 'loaded session')} match the search; ${number(total)} match the filter.`;
  }
  return loaded.length === total ? plural(total, 'session') + '.' : `Showing ${number(loaded.length)} of ${plural(total, 'session')}.`;
}

function more({ total, sessions: loaded }, params) {
  if (loaded.length === total) {
    return [];
  }
  return loaded.length < MOST
    ? [element('p', {}, anchor(link('sessions', { ...params, limit: MOST }), `Show up to ${number(MOST)}`))]
    : [hint('Filter to see the others: the gateway lists at most 1,000.')];
}

function columns(now, mayAct, mode) {
  /** @type {import('./view.js').Column[]} */
  const all = [
    {
      name: 'User, organization',
      of: ({ organizationId, userId }) =>
        two(userId ? anchor(link('sessions', { userId }), userId) : 'anonymous', anchor(link('sessions', { organizationId }), organizationId)),
    },
    { name: 'From', of: ({ address, protocol }) => two(element('code', {}, address), protocol === 'stomp' ? 'STOMP' : 'Plain JSON') },
    {
      name: mode === 'jwt' ? 'Connected; token expires' : 'Connected',
      of: ({ connectedAt, tokenExpiresAt }) => two(age(connectedAt, now), ...(mode === 'jwt' ? [left(tokenExpiresAt, now)] : [])),
    },
    { name: 'Hears', of: ({ filters, subscriptions }) => two(hears(filters), plural(subscriptions, 'subscription')) },
    { name: 'Lag', of: ({ lag }) => lagOf(lag) },
  ];
  if (mayAct) {
    all.push({ name: 'Actions', kind: 'act', of: (one) => buttons(one) });
  }
  return all;
}

const age = (timestamp, now) => element('span', { title: moment(timestamp) }, ago(Date.parse(timestamp), now));

/** In whole minutes, which is near enough and keeps the row as it is for a minute. */
function left(timestamp, now) {
  if (!timestamp) {
    return 'token without end';
  }
  const minutes = Math.floor((Date.parse(timestamp) - now) / MINUTE_MS);
  return minutes < 1 ? 'token: under a minute left' : `token: ${lasting(minutes * MINUTE_MS)} left`;
}

function hears(filters) {
  if (!filters) {
    return 'everything';
  }
  const parts = [];
  if (filters.types?.length > 0) {
    parts.push(filters.types.map((type) => type.replace('SYNC_', '').toLowerCase()).join(', '));
  }
  if (filters.pfaIds?.length > 0) {
    parts.push(filters.pfaIds.length > 3 ? `${plural(filters.pfaIds.length, 'record')}` : filters.pfaIds.join(', '));
  }
  return parts.join('; ') || 'everything';
}

/** @param {{ events: number, bytes: number, milliseconds: number }} lag */
export function lagOf(lag) {
  if (!lag || lag.events === 0) {
    return 'none';
  }
  const time = lasting(lag.milliseconds);
  return two(lag.milliseconds >= LAG_MS ? state('warn', time) : time, `${plural(lag.events, 'event')}, ${bytes(lag.bytes)}`);
}

function buttons({ id, organizationId, userId, address }) {
  const whose = `${userId ?? 'anonymous'} in ${organizationId}`;
  const data = { id, organization: organizationId, address, ...(userId && { user: userId }) };
  const made = [act('Disconnect…', 'disconnect', data, `Disconnect ${whose}…`)];
  return userId ? [...made, act('Revoke…', 'revoke', data, `Revoke ${whose}…`)] : made;
}

function byOrganization(list, params) {
  return table(
    'Sessions by organization',
    [
      { name: 'Organization', of: ({ organizationId }) => anchor(link('sessions', { ...params, organizationId }), organizationId) },
      { name: 'Sessions', kind: 'number', of: ({ sessions: open }) => count(open) },
    ],
    list,
    ({ organizationId }) => organizationId,
    'No sessions.',
  );
}

const textOf = ({ id, organizationId, userId, address, protocol }) =>
  [id, organizationId, userId ?? '', address, protocol].join(' ').toLowerCase();
