import { api, ApiError, useToken } from '../shared/api.js';
import { state } from '../shared/badges.js';
import { $, element, setText } from '../shared/dom.js';
import { time } from '../shared/format.js';
import * as actions from './actions.js';
import { link, parse, SECTIONS } from './address.js';
import { broker } from './broker.js';
import { confirmation } from './confirmation.js';
import { Gate } from './gate.js';
import { audit, refusals } from './journal.js';
import { morph } from './morph.js';
import { overview, summary } from './overview.js';
import { Poller } from './poller.js';
import { rooms } from './rooms.js';
import { sessions } from './sessions.js';
import { tail } from './tail.js';
import { lasting } from './text.js';
import { findings } from './verdict.js';
import { hint, trouble } from './view.js';
import { worker } from './worker.js';

/** @type {string | undefined} */
let token;
useToken(() => token);

/** @type {Record<string, any>} */
const sections = { overview, sessions, rooms, broker, worker, refusals, audit, tail: tail() };

const EXPIRES_SOON_MS = 5 * 60_000;

// The section that is shown, with its parameters and its form.
/** @type {{ section: string, params: Record<string, string>, controls: any }} */
let current = { section: '', params: {}, controls: undefined };

// The last answer, and how far the gateway's clock is ahead of this machine's.
/** @type {any} */
let last;

const gate = new Gate($('gate'), (entered) => {
  token = entered;
  open();
});

const poller = new Poller(ask, { answered, failed });

/** Asks for the overview, and for the list of the section that is shown. */
async function ask(signal) {
  const { section, params } = current;
  const wanted = sections[section].request?.(params);
  const list = wanted
    ? api(`actuator/${wanted.path}`, { query: wanted.query, signal }).then((data) => ({ data }), (error) => ({ error }))
    : {};
  const [seen, own] = await Promise.all([api('actuator/admin', { signal }), list]);
  return { seen, own, section };
}

function answered({ seen, own, section }) {
  last = { overview: seen, at: new Date(), ahead: Date.parse(seen.time) - Date.now(), own: section === current.section ? own : {} };
  gate.hide();
  $('content').hidden = false;
  $('poll-now').hidden = true;
  $('sign-out').hidden = seen.mode !== 'JWT';
  document.body.dataset.stale = 'false';
  setText($('polling'), `Updated ${time(new Date())}, every 2 s`);
  render();
}

function failed(error, retryAt) {
  if (retryAt === null) {
    refused(error);
    return;
  }
  document.body.dataset.stale = 'true';
  const old = last ? ` What you see is from ${time(last.at)}.` : '';
  setText($('polling'), `${error.message} Asks again in ${lasting(retryAt - Date.now())}.${old}`);
  $('poll-now').hidden = false;
  show($('health'), { tone: 'bad', text: 'No answer from the gateway' });
}

function refused(error) {
  $('content').hidden = true;
  $('sign-out').hidden = true;
  $('poll-now').hidden = true;
  $('health').replaceChildren();
  setText($('polling'), 'Not asking the gateway.');
  if (error.status === 404) {
    gate.explain('The endpoints are not here', [
      'This port does not serve /actuator/admin, which this page asks.',
      'If management.server.port is set, the endpoints and this page are on that port: open /admin there.',
      'If management.endpoints.web.exposure.include is set, it must contain admin and the other endpoints that the page shows.',
    ]);
  } else if (error.status === 401) {
    gate.ask(token ? `This token is not accepted: ${error.message}` : '');
  } else {
    gate.ask(token ? 'This token may not see this page: it needs perm_ViewAllOrgs in an organization. Ask who gives out your tokens, or enter another one.' : error.message);
  }
  token = undefined;
}

function render() {
  const { overview: seen, own } = last;
  const section = sections[current.section];
  const mayAct = seen.caller.mayAct;
  const now = Date.now() + last.ahead;
  const found = findings(seen, now);
  const whyNot = `Your token may look but not act: acting needs ${seen.caller.actingNeeds} as well.`;
  setText($('title'), seen.gateway ?? 'Administration');
  document.title = `${summary(found).text} – ${seen.gateway ?? 'gateway'}`;
  setText($('subtitle'), seen.caller.userId ? `Signed in as ${seen.caller.userId}` : 'Open mode: only this machine can connect');
  morph($('expiry'), expiry(seen.caller.tokenExpiresAt, now));
  show($('health'), summary(found));
  $('why-not').hidden = mayAct;
  setText($('why-not'), mayAct ? '' : whyNot);
  const context = { overview: seen, data: own.data, params: current.params, now, mayAct, whyNot, mode: seen.mode.toLowerCase() };
  morph($('body'), content(section, context, own));
}

function content(section, context, own) {
  if (own.error) {
    return [trouble(own.error.status === 404 ? 'This process does not serve this list: it lacks the role, or the endpoint is not exposed.' : own.error.message)];
  }
  if (section.request && !own.data) {
    return [hint('Asking the gateway…')];
  }
  return section.render(context);
}

function expiry(expiresAt, now) {
  const left = expiresAt ? Date.parse(expiresAt) - now : Infinity;
  return left < EXPIRES_SOON_MS ? [state('warn', left > 0 ? `Token expires in ${lasting(left)}` : 'Token has expired')] : [];
}

/** Changes a text that screen readers say only when it is another one. */
function show(node, { tone, text }) {
  if (node.dataset.said !== text) {
    node.dataset.said = text;
    node.replaceChildren(state(tone, text));
  }
}

// --- Sections.

function open() {
  poller.start();
}

function turn() {
  const { section, params } = parse(location.hash);
  const moved = section !== current.section;
  if (moved) {
    sections[current.section]?.stop?.();
    current = { section, params, controls: sections[section].controls?.() };
    $('controls').replaceChildren(...(current.controls ? [current.controls.element] : []));
    $('body').replaceChildren();
    setText($('section-heading'), sections[section].title);
    for (const anchor of $('sections').querySelectorAll('a')) {
      anchor.toggleAttribute('aria-current', false);
      if (anchor.hash === link(section)) {
        anchor.setAttribute('aria-current', 'page');
      }
    }
  }
  current.params = params;
  current.controls?.show(params);
  if (last) {
    if (moved) {
      last.own = {};
    }
    render();
  }
  return moved;
}

$('sections').append(...SECTIONS.map((name) => element('li', {}, element('a', { href: link(name) }, sections[name].title))));
addEventListener('hashchange', () => {
  if (location.hash === '#section-heading') {
    return;
  }
  if (turn()) {
    $('section-heading').focus();
  }
  poller.now();
});
$('skip').addEventListener('click', (event) => {
  event.preventDefault();
  $('section-heading').focus();
});
$('poll-now').addEventListener('click', () => poller.now());
$('sign-out').addEventListener('click', () => {
  token = undefined;
  last = undefined;
  poller.stop();
  $('content').hidden = true;
  refused(new ApiError('', 401));
});

// --- Actions. The data of the button says what it acts on.

const ACTS = {
  disconnect: (data) => actions.disconnect({ id: data.id, organizationId: data.organization, userId: data.user, address: data.address }),
  revoke: (data) => actions.revoke({ organizationId: data.organization, userId: data.user }),
  pause: (data) => actions.pause({ organizationId: data.organization }),
  resume: (data) => actions.resume({ organizationId: data.organization }),
  'retry-failed': (data) => actions.retryFailed({ organizationId: data.organization }),
  'give-up-failed': (data) => actions.giveUpFailed({ organizationId: data.organization }),
  drain: (data) => actions.drain(Number(data.sessions)),
  'cancel-drain': () => actions.cancelDrain(),
};

const now = () => new Date(Date.now() + last.ahead).toISOString();

const send = (method, path, body, signal) => api(`actuator/${path}`, { method, body, signal });

$('body').addEventListener('click', (event) => {
  const pressed = event.target.closest('[data-act]');
  if (pressed) {
    confirmation(ACTS[pressed.dataset.act](pressed.dataset), send, now, () => poller.now());
  }
});

turn();
open();
