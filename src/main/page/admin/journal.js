import { element } from '../shared/dom.js';
import { number, plural, time as timeOfDay } from '../shared/format.js';
import { filterForm } from './filter-form.js';
import { moment, NOTHING, since } from './text.js';
import { hint, table, two } from './view.js';

const MOST = 1_000;

/** The newest refusals and closes of this process. */
export const refusals = journal(
  'refusals',
  'Refusals',
  'What this process refused, and sessions that it closed, newest first. Refusals that are alike share a row, with the time and the address of the last one. The process keeps 1,000 rows in memory.',
  [
    { name: 'Code', kind: 'code', of: ({ code }) => code },
    { name: 'What', of: ({ what }) => what },
    { name: 'Times', kind: 'number', of: ({ count }) => number(count) },
    { name: 'Organization', of: ({ organizationId }) => organizationId ?? NOTHING },
    { name: 'User', of: ({ userId }) => userId || NOTHING },
    { name: 'Address', kind: 'code', of: ({ address }) => address ?? NOTHING },
  ],
);

/** The newest audit facts of this process. */
export const audit = journal(
  'audit',
  'Audit',
  'What was done in this process, newest first: the last 250 of each action. The audit log has all of it.',
  [
    { name: 'Action', kind: 'code', of: ({ action }) => action },
    { name: 'Outcome', of: ({ outcome }) => outcome },
    { name: 'Organization', of: ({ organizationId }) => organizationId ?? NOTHING },
    { name: 'User', of: ({ userId }) => userId || NOTHING },
    { name: 'Address', kind: 'code', of: ({ address }) => address ?? NOTHING },
    { name: 'Details', of: ({ facts }) => details(facts) },
  ],
);

function journal(path, title, about, columns) {
  const time = (now) => ({
    name: 'Time',
    of: ({ at }) => element('time', { datetime: at, title: moment(at) }, ...two(timeOfDay(new Date(at)), `${since(at, now)} ago`)),
  });
  return {
    title,
    controls: () =>
      filterForm(path, [
        { name: 'find', label: 'Search these rows', search: true },
        { name: 'limit', label: 'Rows', options: [['', '100'], ['1000', '1,000']] },
      ]),
    request: ({ limit }) => ({ path, query: { limit } }),
    render: ({ data, params, now }) => {
      const wanted = (params.find ?? '').toLowerCase();
      const all = data[path] ?? [];
      const shown = all.filter((entry) => wanted === '' || JSON.stringify(entry).toLowerCase().includes(wanted));
      return [
        hint(about),
        hint(`Showing ${number(shown.length)} of ${plural(data.total ?? all.length, 'entry', 'entries')}.`),
        table(title, [time(now), ...columns], shown, (entry) => JSON.stringify(entry), 'Nothing yet.'),
      ];
    },
  };
}

/** @param {Record<string, string>} facts */
const details = (facts) =>
  Object.entries(facts)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ') || NOTHING;
