import { Batch } from './live-batch.js';
import { badgeOf } from './live-badges.js';
import { EventList } from './live-events.js';
import { Records } from './live-records.js';
import { snippets } from './live-snippets.js';
import { SyncClient } from '@pfa-vanguard/sync-client';

const $ = (id) => document.getElementById(id);

/** Address of the gateway: that of this page, including the path below which it is mounted. */
const GATEWAY = new URL('.', location.href);
GATEWAY.search = '';

const ANNOUNCE_EVERY_MS = 3_000;

// Marks a position among the events at which some may be missing.
const GAP = Symbol('gap');

const eventList = new EventList($('events'), $('no-events'));
const records = new Records($('records'), $('no-records'));
const batch = new Batch(show);
const client = new SyncClient({
  url: GATEWAY,
  token: accessToken,
  // The page shows what happens from now on.
  snapshot: false,
  onEvent: (event) => arrived(event),
  onGap: () => arrived(GAP),
  onStatus: showStatus,
});

let received = 0;
let countdown;

/** The token in the field. The page stores it nowhere else. */
function accessToken() {
  return $('token').value.trim() || undefined;
}

function arrived(item) {
  batch.add(item);
  showPause();
}

function show(items) {
  let events = [];
  for (const item of items) {
    if (item === GAP) {
      eventList.add(events);
      eventList.addGap();
      events = [];
    } else {
      events.push(item);
    }
  }
  eventList.add(events);
  const all = items.filter((item) => item !== GAP);
  records.add(all);
  received += all.length;
  showCounts();
  announce(all);
}

function showCounts() {
  const { syncing, synced, conflict, failed } = records.counts();
  const counts = { syncing, synced, conflict, failed, events: received };
  for (const [name, count] of Object.entries(counts)) {
    $(`count-${name}`).textContent = count.toLocaleString();
  }
}

function clear() {
  batch.clear();
  eventList.clear();
  records.clear();
  received = 0;
  showCounts();
  showPause();
}

// --- Announcements for screen readers: totals of finished writes instead of each event.

const ended = { synced: 0, conflict: 0, failed: 0 };
let announcing = false;

function announce(events) {
  for (const { group } of events.map(badgeOf)) {
    if (group in ended) {
      ended[group] += 1;
    }
  }
  if (!announcing && Object.values(ended).some((count) => count > 0)) {
    announcing = true;
    setTimeout(sayWhatEnded, ANNOUNCE_EVERY_MS);
  }
}

function sayWhatEnded() {
  announcing = false;
  const parts = Object.entries(ended).filter(([, count]) => count > 0);
  $('announcement').textContent = parts.map(([group, count]) => `${count} ${group}`).join(', ');
  Object.assign(ended, { synced: 0, conflict: 0, failed: 0 });
}

// --- The state of the connection.

function showStatus(status) {
  $('connection').dataset.state = status.state;
  // A screen reader announces each change of this text, so it stays the same from attempt to attempt.
  const text = statusText(status);
  if ($('connection-text').textContent !== text) {
    $('connection-text').textContent = text;
  }
  $('retry').hidden = status.state !== 'reconnecting';
  $('publish').disabled = status.state === 'closed' || status.state === 'refused';
  clearInterval(countdown);
  $('countdown').textContent = '';
  if (status.state === 'reconnecting') {
    showCountdown(status.nextAttemptAt);
    countdown = setInterval(showCountdown, 1_000, status.nextAttemptAt);
  }
}

function statusText(status) {
  switch (status.state) {
    case 'connecting':
    case 'reconnecting':
      return status.failures > 0 ? `Reconnecting to ${status.organizationId}` : `Connecting to ${status.organizationId}`;
    case 'live':
      return `Live: ${status.organizationId}`;
    case 'interrupted':
      return `No new events at the moment: ${status.organizationId}`;
    case 'refused':
      return `Refused: ${status.reason}`;
    default:
      return 'Not connected';
  }
}

function showCountdown(nextAttemptAt) {
  const seconds = Math.max(0, Math.ceil((nextAttemptAt.getTime() - Date.now()) / 1_000));
  $('countdown').textContent = `in ${seconds} s`;
}

$('retry').addEventListener('click', () => client.retryNow());

// --- Choosing an organization, which becomes part of the page's URL.

function listenTo(organizationId) {
  if (organizationId !== client.status.organizationId) {
    clear();
  }
  $('organization').value = organizationId;
  showSnippets(organizationId);
  $('no-events').textContent = `No events yet. They come from JMS topic sync.${organizationId}.`;
  $('sample-result').textContent = 'Its events appear below.';
  document.title = `${organizationId} – Sync events – PFA Vanguard`;
  client.connect(organizationId);
}

function showSnippets(organizationId) {
  $('snippets').replaceChildren(...snippets(GATEWAY, organizationId));
}

function showOrganizationError(text) {
  $('organization-error').textContent = text;
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
    client.close();
  } else if (SyncClient.isOrganizationId(asked)) {
    showOrganizationError('');
    listenTo(asked);
  } else {
    client.close();
    $('organization').value = asked;
    showOrganizationError('The organization in the address of this page is invalid.');
  }
}

window.addEventListener('popstate', followAddress);

// --- Pausing, clearing, sample writes.

function showPause() {
  $('pause').textContent = batch.paused ? `Continue (${batch.size} new)` : 'Pause';
  document.body.classList.toggle('paused', batch.paused);
}

$('pause').addEventListener('click', () => {
  batch.paused = !batch.paused;
  showPause();
});

$('clear').addEventListener('click', clear);

$('sample-form').addEventListener('submit', async (submit) => {
  submit.preventDefault();
  $('sample-result').textContent = 'Publishing…';
  $('sample-result').textContent = await publishSample(client.status.organizationId);
});

function authorization() {
  const token = accessToken();
  return token ? { Authorization: `Bearer ${token}` } : {};
}

async function publishSample(organizationId) {
  const address = new URL(`api/demo/${organizationId}/sample-write`, GATEWAY);
  address.searchParams.set('outcome', $('outcome').value);
  const pfaId = $('pfa-id').value.trim();
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...authorization() },
      body: JSON.stringify(pfaId === '' ? {} : { pfaId }),
    });
    if (answer.ok) {
      return `${(await answer.json()).pfaId} is on its way.`;
    }
    return answer.status === 404
      ? 'Sample writes are switched off; set sync.demo.enabled=true to allow them.'
      : `Not published: ${(await answer.json()).detail}`;
  } catch {
    return 'Not published: the gateway cannot be reached.';
  }
}

showSnippets($('organization').value);
followAddress();
