import { element } from '../shared/dom.js';
import { number, plural } from '../shared/format.js';
import { filterForm } from './filter-form.js';
import { moment, NOTHING } from './text.js';
import { hint, table } from './view.js';

const MOST = 1_000;

/** The newest refusals and closes of this process. */
export const refusals = journal(
  'refusals',
  'Refusals',
  'Connections, requests and frames that this process refused, and sessions that it closed, newest first. The process keeps the last 1,000 in memory; the audit log has them all.',
  [
    { name: 'Code', kind: 'code', of: ({ code }) => String(code ?? NOTHING) },
    { name: 'What', of: ({ what }) => what ?? NOTHING },
    { name: 'Organization', of: ({ organizationId }) => organizationId ?? NOTHING },
    { name: 'User', of: ({ userId }) => userId ?? NOTHING },
    { name: 'Address', kind: 'code', of: ({ address }) => address ?? NOTHING },
  ],
);

/** The newest audit facts of this process. */
export const audit = journal(
  'audit',
  'Audit',
  'What was done and tried in this process, newest first. The process keeps the last 1,000 in memory; the audit log has them all.',
  [
    { name: 'Action', kind: 'code', of: ({ action }) => action ?? NOTHING },
    { name: 'Outcome', of: ({ outcome }) => outcome ?? NOTHING },
    { name: 'Organization', of: ({ organizationId }) => organizationId ?? NOTHING },
    { name: 'User', of: ({ userId }) => userId ?? NOTHING },
    { name: 'Address', kind: 'code', of: ({ address }) => address ?? NOTHING },
  ],
);

function journal(path, title, about, columns) {
  const time = {
    name: 'Time',
    of: (entry) => element('time', { datetime: entry.time, title: entry.time }, moment(entry.time)),
  };
  return {
    title,
    controls: () =>
      filterForm(path, [
        { name: 'find', label: 'Search these rows', search: true },
        { name: 'limit', label: 'Rows', options: [['', '100'], ['1000', '1,000']] },
      ]),
    request: ({ limit }) => ({ path, query: { limit } }),
    render: ({ data, params }) => {
      const wanted = (params.find ?? '').toLowerCase();
      const all = data[path] ?? [];
      const shown = all.filter((entry) => wanted === '' || JSON.stringify(entry).toLowerCase().includes(wanted));
      return [
        hint(about),
        hint(`Showing ${number(shown.length)} of ${plural(data.total ?? all.length, 'entry', 'entries')}.`),
        table(title, [time, ...columns, { name: 'Details', of: details }], shown, (entry) => JSON.stringify(entry), 'Nothing yet.'),
      ];
    },
  };
}

const NAMED = new Set(['time', 'code', 'what', 'action', 'outcome', 'organizationId', 'userId', 'address']);

// Whatever else an entry says.
function details(entry) {
  const rest = Object.entries(entry.facts ?? entry).filter(([name, value]) => !NAMED.has(name) && value !== null);
  return rest.map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`).join(', ') || NOTHING;
}
