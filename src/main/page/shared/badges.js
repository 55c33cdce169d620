import { element, icon } from './dom.js';
import { time } from './format.js';

/**
 * How each state looks (domain.md 2.5). `urgency` orders states by how much they need a person.
 *
 * @typedef {{ tone: string, symbol: string, text: string, urgency: number, moving?: boolean }} Look
 * @type {Record<string, Look>}
 */
export const LOOKS = {
  SYNC_FAILED: { tone: 'bad', symbol: 'cross', text: 'Failed', urgency: 0 },
  SYNC_CONFLICT: { tone: 'warn', symbol: 'warning', text: 'Conflict', urgency: 1 },
  SYNC_PROCESSING: { tone: 'info', symbol: 'arrows', text: 'Syncing', urgency: 2, moving: true },
  SYNC_QUEUED: { tone: 'info', symbol: 'hourglass', text: 'Queued', urgency: 3 },
  SYNC_SUCCESS: { tone: 'good', symbol: 'tick', text: 'Synced', urgency: 4 },
  SYNC_REMOVED: { tone: 'none', symbol: 'removed', text: 'Removed', urgency: 5 },
};

// A type from a newer gateway than this page.
const OTHER = { tone: 'none', symbol: 'unknown', urgency: 6 };

/** @param {{ type: string, details?: any }} state @returns {Look} */
export function lookOf({ type, details }) {
  const look = Object.hasOwn(LOOKS, type) ? LOOKS[type] : { ...OTHER, text: type };
  return type === 'SYNC_QUEUED' && details ? { ...look, text: `Retrying (${details.retryCount})`, moving: true } : look;
}

/** The symbol of each tone, where nothing else says more. */
export const SYMBOLS = { good: 'tick', warn: 'warning', bad: 'cross', info: 'arrows', none: 'unknown' };

/**
 * Creates a badge for any short state. Colour, symbol and text say the same, so that each is enough on its own.
 *
 * @param {string} tone @param {string} text @param {{ symbol?: string, moving?: boolean }} [look]
 */
export function state(tone, text, { symbol = SYMBOLS[tone], moving = false } = {}) {
  return element('span', { class: moving ? 'badge moving' : 'badge', 'data-tone': tone }, icon(symbol), text);
}

/** Creates the badge of an event or a record. @param {{ type: string, details?: any }} event */
export function badge(event) {
  const look = lookOf(event);
  return state(look.tone, look.text, look);
}

/** The text about a state next to its badge. @param {{ type: string, details?: any }} state @returns {string} */
export function detailsText({ type, details }) {
  if (!details) {
    return '';
  }
  switch (type) {
    case 'SYNC_QUEUED':
      return `Next attempt at ${time(new Date(details.nextAttemptAt))}`;
    case 'SYNC_SUCCESS':
      return details.resolution ? `Kept the values of PEMS: version ${details.newVersion}` : `Version ${details.newVersion}`;
    case 'SYNC_CONFLICT':
      return `Changed on both sides: ${details.conflictingFields.join(', ')}`;
    case 'SYNC_FAILED':
      return details.retryCount > 0 ? `${details.error} (after ${details.retryCount} retries)` : details.error;
    case 'SYNC_REMOVED':
      return details.reason === 'given_up' ? 'The failed edit was given up' : 'The failed edit is no longer kept';
    default:
      return '';
  }
}
