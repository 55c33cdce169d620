import { state, SYMBOLS } from '../shared/badges.js';
import { element, icon } from '../shared/dom.js';
import { number, plural } from '../shared/format.js';
import { link } from './address.js';
import { lagOf } from './sessions.js';
import { bytes, count, moment, NOTHING, percent, since } from './text.js';
import { findings, messages } from './verdict.js';
import { act, anchor, card, facts, gauge, hint } from './view.js';
import { workerFacts } from './worker.js';

/** Says in one line whether all is well, then what is wrong, then the figures. */
export const overview = {
  title: 'Overview',

  render: (context) => {
    const found = findings(context.overview, context.now);
    return [
      verdict(found),
      element('div', { class: 'cards' },
        clients(context, found), broker(context, found), writes(context, found), process(context, found)),
      gateway(context),
    ];
  },
};

/** @param {import('./verdict.js').Finding[]} found */
export function summary(found) {
  const bad = found.filter(({ tone }) => tone === 'bad').length;
  const warnings = found.length - bad;
  if (found.length === 0) {
    return { tone: 'good', text: 'All is well' };
  }
  const parts = [bad > 0 && plural(bad, 'problem'), warnings > 0 && plural(warnings, 'warning')].filter(Boolean);
  return { tone: bad > 0 ? 'bad' : 'warn', text: parts.join(', ') };
}

function verdict(found) {
  const { tone, text } = summary(found);
  const list = found.map((one) =>
    element('li', { 'data-tone': one.tone, 'data-key': one.title },
      icon(SYMBOLS[one.tone]),
      element('div', {},
        element('strong', {}, element('span', { class: 'visually-hidden' }, one.tone === 'bad' ? 'Problem: ' : 'Warning: '), one.title),
        element('p', {}, one.detail, ...(one.href ? [' ', anchor(one.href, 'Look there')] : [])))));
  return element('section', { class: 'verdict', 'data-tone': tone, 'aria-labelledby': 'verdict-heading' },
    element('h3', { id: 'verdict-heading' }, icon(SYMBOLS[tone]), text),
    ...(list.length > 0 ? [element('ul', {}, ...list)] : []));
}

function area(title, name, found, ...content) {
  const { tone, text } = summary(found.filter((one) => one.area === name));
  const made = card(title, ...content);
  made.firstElementChild.append(' ', state(tone, tone === 'good' ? 'Well' : text));
  return made;
}

function clients({ overview, now }, found) {
  const { sessions, refusals, link: broker } = overview.parts;
  if (!sessions) {
    return area('Clients', 'clients', found, hint('This process serves no clients: it lacks the role gateway.'));
  }
  const slowest = sessions.sessions[0]?.lag;
  return area('Clients', 'clients', found, facts([
    ['Sessions', anchor(link('sessions'), number(sessions.total))],
    ['Organizations', number(sessions.byOrganization.length) + (sessions.byOrganization.length === 100 ? ' or more' : '')],
    ['Largest lag', slowest ? lagOf(slowest) : 'none'],
    ['Last event', broker?.lastEventAt ? element('span', { title: moment(broker.lastEventAt) }, `${since(broker.lastEventAt, now)} ago`) : 'none yet'],
    ['Refused in the last minute', anchor(link('refusals'), count(refusals?.lastMinute))],
  ]));
}

function broker({ overview, now }, found) {
  const { link: part, queues } = overview.parts;
  const full = (queues?.addresses ?? []).filter((address) => address.full).length;
  const entries = [];
  if (part) {
    entries.push(
      ['Link', [state(part.state === 'UP' ? 'good' : 'bad', part.state === 'UP' ? 'Up' : 'Down'), ` for ${since(part.since, now)}`]],
      ['Broker', `${part.broker} (${overview.broker.toLowerCase()})`],
      ['History in memory', fill(part.history)],
    );
  }
  entries.push(['Full addresses', anchor(link('broker'), queues?.addresses ? number(full) : NOTHING)]);
  return area('Broker', 'broker', found, facts(entries), ...consoleLink(overview));
}

/** @param {any} overview */
export function consoleLink({ console, broker }) {
  if (console) {
    return [element('p', { class: 'hint' }, element('a', { href: console, target: '_blank', rel: 'noreferrer' }, 'Broker console'),
      ' (opens in a new tab, on the gateway’s machine only)')];
  }
  return broker === 'EXTERNAL' ? [hint('An external broker has its own console.')] : [hint('The broker console is switched off.')];
}

/** How full the history is; the fuller of its two limits counts. */
export function fill({ events, mostEvents, bytes: used, mostBytes }) {
  const share = Math.max(events / mostEvents, used / mostBytes);
  // A full history is its normal state: it keeps the newest events.
  return `${count(events)} of ${count(mostEvents)} events, ${bytes(used)} of ${bytes(mostBytes)} (${percent(share)})`;
}

function process({ overview, now }, found) {
  const { health, process: figures, version, roles, gateway: name } = overview;
  const files = figures.fileDescriptors;
  return area('This process', 'process', found, facts([
    ['Ready', readiness(health.readiness)],
    ['Live', readiness(health.liveness)],
    ['Heap', gauge('Heap', figures.heapUsed / figures.heapMax,
      `${bytes(figures.heapUsed)} of ${bytes(figures.heapMax)}${figures.heapKept > 0 ? `, ${bytes(figures.heapKept)} after the last collection` : ''}`)],
    ['File descriptors', files === null || files === undefined ? 'not known on this system'
      : gauge('File descriptors', files / figures.fileDescriptorLimit, `${count(files)} of ${count(figures.fileDescriptorLimit)}`)],
    ['CPU', figures.cpu === null || figures.cpu === undefined ? NOTHING : `${percent(figures.cpu)} of ${plural(figures.processors, 'processor')}`],
    ['Running for', element('span', { title: moment(figures.startedAt) }, since(figures.startedAt, now))],
    ['Version', `${version ?? 'not from a jar'}; roles ${roles.map((role) => role.toLowerCase()).join(', ')}`],
  ]));
}

function readiness(part) {
  if (!part) {
    return 'not asked: the probes are switched off';
  }
  const { status, components = {} } = part;
  const up = Object.keys(components).filter((name) => components[name].status === 'UP');
  const down = Object.keys(components).filter((name) => components[name].status !== 'UP');
  return [
    state(status === 'UP' ? 'good' : 'bad', status === 'UP' ? 'Yes' : 'No'),
    ...down.flatMap((name) => [' ', state('bad', `${name}: ${components[name].status.toLowerCase().replaceAll('_', ' ')}`)]),
    ...(up.length > 0 ? [element('p', { class: 'hint' }, `${up.join(', ')}: up`)] : []),
  ];
}

function gateway({ overview, mayAct, whyNot }) {
  const { drain } = overview.parts;
  if (!drain) {
    return card('Drain', hint('Only a process with the role gateway has sessions to send away.'));
  }
  const draining = drain.state !== 'NONE';
  const text = draining
    ? `${drain.state === 'RUNNING' ? 'Draining' : 'Drained'}: ${plural(drain.sessions, 'session')} left. New sessions are refused.`
    : `Sends all ${plural(drain.sessions, 'session')} to the other gateways before this machine is taken away.`;
  return card('Drain', hint(text),
    mayAct ? act(draining ? 'Cancel the drain…' : 'Drain this gateway…', draining ? 'cancel-drain' : 'drain', { sessions: String(drain.sessions) }) : hint(whyNot));
}

function writes({ overview, now }, found) {
  const { worker: part, queues } = overview.parts;
  const failed = messages(queues, 'pems.write.failed');
  const conflicts = messages(queues, 'pems.conflicts');
  return area('Writes to PEMS', 'writes', found, facts([
    ...(part ? workerFacts(part, now) : [['Writes to PEMS', 'not this process']]),
    ['Failed edits', anchor(link('worker'), count(failed))],
    ['Open conflicts', count(conflicts)],
  ]));
}
