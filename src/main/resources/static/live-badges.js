import { element, icon, time } from './live-dom.js';

const BADGES = {
  SYNC_QUEUED: { tone: 'info', symbol: 'hourglass', text: 'Queued', group: 'syncing' },
  SYNC_PROCESSING: { tone: 'info', symbol: 'arrows', text: 'Syncing', group: 'syncing', moving: true },
  SYNC_SUCCESS: { tone: 'good', symbol: 'tick', text: 'Synced', group: 'synced' },
  SYNC_CONFLICT: { tone: 'warn', symbol: 'warning', text: 'Conflict', group: 'conflict' },
  SYNC_FAILED: { tone: 'bad', symbol: 'cross', text: 'Failed', group: 'failed' },
  SYNC_REMOVED: { tone: 'none', symbol: 'removed', text: 'Removed', group: 'removed' },
};

// A type from a newer gateway than this page.
const UNKNOWN = { tone: 'none', symbol: 'unknown', group: 'other' };

/** The tone, symbol and text that show an event, and the group of the summary in which its record counts. */
export function badgeOf(event) {
  const known = Object.hasOwn(BADGES, event.type) ? BADGES[event.type] : { ...UNKNOWN, text: event.type };
  return event.type === 'SYNC_QUEUED' && event.details
    ? { ...known, text: `Retrying (${event.details.retryCount})`, moving: true }
    : known;
}

/** Creates the badge. Colour, symbol and text say the same, so that each is enough on its own. */
export function badge(event) {
  const { tone, symbol, text, moving } = badgeOf(event);
  const attributes = {
    class: moving ? 'badge moving' : 'badge',
    'data-tone': tone,
    title: new Date(event.timestamp).toLocaleString(),
  };
  return element('span', attributes, icon(symbol), text);
}

/** The text about an event next to its badge. */
export function details(event) {
  const { details } = event;
  if (!details) {
    return [];
  }
  switch (event.type) {
    case 'SYNC_QUEUED':
      return ['Next attempt at ', time(details.nextAttemptAt)];
    case 'SYNC_SUCCESS':
      return [details.resolution ? `Kept the values of PEMS: version ${details.newVersion}` : `Version ${details.newVersion}`];
    case 'SYNC_CONFLICT':
      return [`Changed on both sides: ${details.conflictingFields.join(', ')}`];
    case 'SYNC_FAILED':
      return [details.error, details.retryCount > 0 ? ` (after ${details.retryCount} retries)` : ''];
    case 'SYNC_REMOVED':
      return [details.reason === 'given_up' ? 'The failed edit was given up' : 'The failed edit is no longer kept'];
    default:
      return [];
  }
}
