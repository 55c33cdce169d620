import { badge, state } from '../shared/badges.js';
import { element } from '../shared/dom.js';
import { number, plural } from '../shared/format.js';
import { link } from './address.js';
import { filterForm } from './filter-form.js';
import { bytes, count, moment, NOTHING, since } from './text.js';
import { act, anchor, hint, table } from './view.js';

/** Rooms of this gateway: what it holds of each organization. */
export const rooms = {
  title: 'Rooms',

  controls: () =>
    filterForm('rooms', [
      { name: 'organizationId', label: 'Organization' },
      { name: 'find', label: 'Search these rows', search: true },
    ]),

  request: ({ find, ...selected }) => ({ path: 'rooms', query: selected }),

  render: ({ data, params, now, mayAct }) => {
    const wanted = (params.find ?? '').toLowerCase();
    const shown = data.rooms.filter(({ organizationId }) => organizationId.toLowerCase().includes(wanted));
    return [
      hint(
        `${data.rooms.length === data.total ? plural(data.total, 'room') : `Showing ${number(data.rooms.length)} of ${plural(data.total, 'room')}`}. ` +
          'A room holds the recent events of one organization and the last state of each of its records.',
      ),
      table('Rooms', columns(now, mayAct), shown, ({ organizationId }) => organizationId, 'No room matches.'),
    ];
  },
};

function columns(now, mayAct) {
  /** @type {import('./view.js').Column[]} */
  const all = [
    { name: 'Organization', of: ({ organizationId }) => organizationId },
    { name: 'Sessions', kind: 'number', of: ({ organizationId, sessions }) => anchor(link('sessions', { organizationId }), count(sessions)) },
    { name: 'Events', of: (room) => `${count(room.events)}, ${bytes(room.bytes)}` },
    { name: 'Records', kind: 'number', of: ({ records }) => count(records) },
    { name: 'States', of: ({ states }) => statesOf(states) },
    {
      name: 'Last event',
      of: ({ lastEventAt }) => (lastEventAt ? element('span', { title: moment(lastEventAt) }, `${since(lastEventAt, now)} ago`) : NOTHING),
    },
    { name: 'Writes', of: ({ paused }) => (paused ? state('warn', 'Paused') : 'on') },
  ];
  if (mayAct) {
    all.push({ name: 'Actions', kind: 'act', of: buttons });
  }
  return all;
}

function statesOf(states = {}) {
  const some = Object.entries(states).filter(([, records]) => records > 0);
  return some.length === 0
    ? NOTHING
    : some.map(([type, records]) => element('span', { class: 'counted' }, badge({ type }), ` ${number(records)}`));
}

function buttons({ organizationId, paused }) {
  const data = { organization: organizationId };
  return [
    paused
      ? act('Resume…', 'resume', data, `Resume writes of ${organizationId}…`)
      : act('Pause writes…', 'pause', data, `Pause writes of ${organizationId}…`),
    anchor(link('tail', { organizationId }), 'Tail'),
  ];
}
