import { send } from '../shared/api.js';
import { badge, detailsText } from '../shared/badges.js';
import { element, setText } from '../shared/dom.js';
import { exactTime, number, plural } from '../shared/format.js';
import { paced } from '../shared/pace.js';
import { readEvents } from './event-source.js';
import { field, textInput } from './view.js';

const KEPT = 500;

// A tail that nobody looks at takes one of the few that the gateway allows.
const HIDDEN_MS = 5 * 60_000;

/**
 * Shows events of one organization or of all as they happen. A tail begins only when the admin says so, since each is
 * audited and only eight can run at once.
 */
export function tail() {
  const organization = textField('organizationId', 'Organization', 'empty: all');
  const types = element('select', { id: 'tail-types' },
    ...[['', 'All'], ['SYNC_CONFLICT,SYNC_FAILED', 'Conflicts and failures'], ['SYNC_FAILED', 'Failures'],
      ['SYNC_CONFLICT', 'Conflicts'], ['SYNC_SUCCESS', 'Successes']].map(([value, text]) => element('option', { value }, text)));
  const records = textField('pfaIds', 'Records', 'empty: all; several with commas');
  const toggle = element('button', { class: 'primary' }, 'Start the tail');
  const status = element('p', { class: 'hint', role: 'status' }, 'Not running. Each tail is audited with your user; at most eight run at once.');
  const error = element('p', { class: 'error', role: 'alert' });
  const rows = element('tbody', { role: 'rowgroup' });
  const counted = element('p', { class: 'hint' });
  const form = element('form', { class: 'controls', novalidate: '' },
    organization.element, field('tail-types', 'Types', types), records.element, toggle);
  const listing = element('table', { class: 'rows', role: 'table', hidden: '' },
    element('caption', { class: 'visually-hidden' }, 'Events, newest first'),
    element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' },
      ...['Time', 'Organization', 'State', 'Record', 'Details'].map((name) => element('th', { scope: 'col', role: 'columnheader' }, name)))),
    rows);

  /** @type {AbortController | undefined} */
  let running;
  let heard = 0;
  /** @type {any[]} */
  let waiting = [];
  let hiddenTimer;

  const paint = paced(() => {
    const fresh = waiting.slice(-KEPT).reverse().map(row);
    waiting = [];
    rows.prepend(...fresh);
    while (rows.childElementCount > KEPT) {
      rows.lastElementChild.remove();
    }
    listing.hidden = rows.childElementCount === 0;
    setText(counted, heard > KEPT ? `Showing the newest ${number(KEPT)} of ${plural(heard, 'event')}.` : `${plural(heard, 'event')}.`);
  });

  const end = (text) => {
    running?.abort();
    running = undefined;
    setText(toggle, 'Start the tail');
    setText(status, text);
  };

  async function start() {
    const mine = new AbortController();
    running = mine;
    heard = 0;
    waiting = [];
    rows.replaceChildren();
    listing.hidden = true;
    setText(error, '');
    setText(toggle, 'Stop the tail');
    setText(status, 'Starting…');
    const query = { organizationId: organization.input.value.trim(), types: types.value, pfaIds: records.input.value.replaceAll(' ', '') };
    try {
      const answer = await send('actuator/tail', { query, signal: mine.signal }, 'text/event-stream');
      setText(status, `Running: ${query.organizationId || 'all organizations'}. Events are shown as they happen.`);
      let last = 'The gateway ended the tail.';
      let missed = '';
      await readEvents(answer, ({ event, data }) => {
        const told = JSON.parse(data);
        if (event === 'message') {
          heard += 1;
          waiting.push(told);
          paint();
        } else if (event === 'gap') {
          setText(error, `Events of ${told.organizationId} may be missing: the gateway could not read all.`);
        } else if (event === 'missed') {
          missed = ` ${plural(told.missed, 'event')} missed.`;
        } else if (event === 'end') {
          last = `Ended: ${told.detail}.`;
        }
      });
      end(last + missed);
    } catch (failure) {
      if (running === mine) {
        end('Not running.');
        setText(error, failure.status ? failure.message : 'The connection to the gateway was lost. Start the tail again.');
      }
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (running) {
      end(`Stopped after ${plural(heard, 'event')}.`);
    } else {
      start();
    }
  });
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiddenTimer);
    if (document.hidden) {
      hiddenTimer = setTimeout(() => running && end('Stopped: this page was hidden for five minutes.'), HIDDEN_MS);
    }
  });

  return {
    title: 'Tail',
    controls: () => ({
      element: element('div', {}, form, error, status, counted, listing),
      show: ({ organizationId }) => {
        if (organizationId !== undefined && !running) {
          organization.input.value = organizationId;
        }
      },
    }),
    render: () => [],
    stop: () => running && end('Stopped: another section is open.'),
  };
}

function textField(name, label, hint) {
  const id = `tail-${name}`;
  const input = textInput(id, { placeholder: hint, maxlength: '1000' });
  return { input, element: field(id, label, input) };
}

function row(event) {
  const cell = (label, kind, ...content) => element('td', { role: 'cell', 'data-label': label, ...(kind && { class: kind }) }, ...content);
  return element('tr', { role: 'row' },
    cell('Time', 'code', exactTime(new Date(event.timestamp))),
    cell('Organization', '', event.organizationId),
    cell('State', '', badge(event)),
    cell('Record', 'code', event.pfaId ?? ''),
    cell('Details', '', detailsText(event)));
}
