import { SyncClient } from '@pfa-vanguard/sync-client';
import { GATEWAY, api, useToken } from '../shared/api.js';
import { LOOKS } from '../shared/badges.js';
import { $, setText } from '../shared/dom.js';
import { number, plural, time } from '../shared/format.js';
import { acts } from './acts.js';
import { Board } from './board.js';
import { ConnectionView } from './connection.js';
import { Drawer } from './drawer.js';
import { EventList } from './event-list.js';
import { Latency } from './latency.js';
import { snippets } from './snippets.js';
import { Store } from './store.js';

const ANNOUNCE_EVERY_MS = 3_000;

// As many as a gateway keeps of one organization.
const MOST_STATES = 25_000;

const store = new Store();
const latency = new Latency();
const connection = new ConnectionView();
const client = new SyncClient({
  url: GATEWAY,
  token: accessToken,
  finishedStates: MOST_STATES,
  onEvent: (event) => {
    latency.took(event);
    page.charts.took(event);
    store.take(event);
  },
  onGap: () => store.gap(),
  onStatus: showStatus,
  log: (step, details) => {
    if (step === 'CONNECTED') {
      latency.greeted(details.timestamp);
    } else if (details?.type === step) {
      page.message(details);
    }
  },
});
const drawer = new Drawer(store, () => client.status.organizationId ?? '');
/** @type {EventList | undefined} */
let eventList;
const board = new Board(store, ({ pfaId }) => drawer.open(pfaId), () => eventList?.show());
eventList = new EventList(store, (pfaId) => drawer.open(pfaId), () => board.wish);
const page = acts({ store, client, board, latency });

/** For the console, and for tests. */
globalThis.livePage = { store, client, board, drawer, charts: page.charts };

useToken(accessToken);
client.subscribe((changed) => {
  store.reconcile(changed, (pfaId) => client.state(pfaId));
  showStates();
});

/** The token in the field. The page stores it nowhere else. */
function accessToken() {
  return $('token').value.trim() || undefined;
}

// --- The connection.

let greeted = false;

function showStatus(status) {
  connection.show(status, client.complete);
  const live = status.state === 'live';
  $('publish').disabled = !['live', 'interrupted'].includes(status.state);
  if (live && !greeted) {
    greeted = true;
    $('connect').open = false;
    void ping();
  } else if (status.state === 'refused' || status.state === 'closed') {
    greeted = false;
    $('connect').open = true;
  }
  showStates();
}

function showStates() {
  const { state } = client.status;
  connection.show(client.status, client.complete);
  board.loading = ['connecting', 'live'].includes(state) && !client.complete && store.records.size === 0;
  const since = client.uncertainBefore;
  $('uncertain').hidden = !since;
  if (since) {
    setText($('uncertain'), `The gateway may have missed events before ${time(since)}. Older states may be out of date.`);
  }
}

const ping = latency.start(() => client.status.state === 'live', showLatency);
setInterval(showLatency, 1_000);

function showLatency() {
  if (client.status.state === 'live') {
    connection.latency(latency.median, latency.roundTrip);
  }
}

$('retry').addEventListener('click', () => client.retryNow());

// --- Choosing an organization, which becomes part of the page's URL.

function listenTo(organizationId) {
  if (organizationId !== client.status.organizationId) {
    store.clear();
    greeted = false;
  }
  $('organization').value = organizationId;
  showSnippets(organizationId);
  setText($('subtitle'), organizationId);
  setText($('sample-result'), 'Its record appears below.');
  document.title = `${organizationId} – Sync events – PFA Vanguard`;
  client.connect(organizationId);
  page.turned();
}

function showSnippets(organizationId) {
  $('snippets').replaceChildren(...snippets(GATEWAY, organizationId));
}

function showOrganizationError(text) {
  setText($('organization-error'), text);
  $('organization').setAttribute('aria-invalid', String(text !== ''));
}

$('organization-form').addEventListener('submit', (submit) => {
  submit.preventDefault();
  const organizationId = $('organization').value.trim();
  if (!SyncClient.isOrganizationId(organizationId)) {
    showOrganizationError('Use 1 to 64 letters, digits, _ or -, without spaces or dots.');
    $('organization').focus();
    return;
  }
  showOrganizationError('');
  const address = new URL(location.href);
  if (address.searchParams.get('org') !== organizationId) {
    address.searchParams.set('org', organizationId);
    history.pushState(null, '', address);
  }
  listenTo(organizationId);
});

function followAddress() {
  const asked = new URL(location.href).searchParams.get('org');
  if (asked === null) {
    void client.close();
    page.turned();
  } else if (SyncClient.isOrganizationId(asked)) {
    showOrganizationError('');
    listenTo(asked);
  } else {
    void client.close();
    page.turned();
    $('organization').value = asked;
    showOrganizationError('The organization in the address of this page is invalid.');
  }
}

window.addEventListener('popstate', followAddress);

// --- Pausing, the two views.

$('pause').addEventListener('click', () => {
  store.paused = !store.paused;
});

store.subscribe(() => {
  const { paused, held, heldRecords } = store;
  setText($('pause'), paused ? 'Continue' : 'Pause');
  $('pause').setAttribute('aria-pressed', String(paused));
  document.body.classList.toggle('paused', paused);
  $('held').hidden = !paused;
  setText($('held'), held === 0 ? 'Paused. Nothing has come since.' : `Paused. Holding back ${plural(held, 'event')} of ${plural(heldRecords, 'record')}; nothing is lost.`);
});

function view(events) {
  $('records').hidden = events;
  $('events').hidden = !events;
  $('view-records').setAttribute('aria-pressed', String(!events));
  $('view-events').setAttribute('aria-pressed', String(events));
  // Events come in one order only.
  $('order').hidden = events;
  board.show();
  eventList?.show();
}

$('view-records').addEventListener('click', () => view(false));
$('view-events').addEventListener('click', () => view(true));

// --- Announcements for screen readers: totals of finished writes instead of each event.

/** @type {Record<string, number>} */
const ended = { SYNC_SUCCESS: 0, SYNC_CONFLICT: 0, SYNC_FAILED: 0 };
let announcing = false;

store.onEvent(({ type }) => {
  if (Object.hasOwn(ended, type)) {
    ended[type] += 1;
    if (!announcing) {
      announcing = true;
      setTimeout(sayWhatEnded, ANNOUNCE_EVERY_MS);
    }
  }
});

function sayWhatEnded() {
  announcing = false;
  const parts = Object.entries(ended).filter(([, count]) => count > 0);
  setText($('announcement'), parts.map(([type, count]) => `${number(count)} ${LOOKS[type].text.toLowerCase()}`).join(', '));
  parts.forEach(([type]) => (ended[type] = 0));
}

// --- Sample writes.

$('sample-form').addEventListener('submit', async (submit) => {
  submit.preventDefault();
  setText($('sample-result'), 'Publishing…');
  setText($('sample-result'), await publishSample(client.status.organizationId));
});

async function publishSample(organizationId) {
  const pfaId = $('pfa-id').value.trim();
  try {
    const answer = await api(`api/demo/${organizationId}/sample-write`, {
      method: 'POST',
      query: { outcome: $('outcome').value },
      body: pfaId === '' ? {} : { pfaId },
    });
    return `${answer.pfaId} is on its way.`;
  } catch (error) {
    return error.status === 404
      ? 'Sample writes are switched off; set sync.demo.enabled=true to allow them.'
      : `Not published: ${error.status === 0 ? 'the gateway cannot be reached.' : error.message}`;
  }
}

showSnippets($('organization').value);
followAddress();
