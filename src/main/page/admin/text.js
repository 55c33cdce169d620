import { bytes as shortBytes, dateTime, number } from '../shared/format.js';

/** Shown where the gateway gives no value. */
export const NOTHING = '–';

/** @param {number | null | undefined} value */
export const count = (value) => (value === undefined || value === null ? NOTHING : number(value));

/** @param {number | null | undefined} value */
export const bytes = (value) => (value === undefined || value === null || value < 0 ? NOTHING : shortBytes(value));

/** @param {number} share 0 to 1 */
export const percent = (share) => (Number.isFinite(share) ? `${Math.round(share * 100)} %` : NOTHING);

/** @param {string | null | undefined} timestamp */
export const moment = (timestamp) => (timestamp ? dateTime(new Date(timestamp)) : NOTHING);

/**
 * A length of time in its two largest units: `3 d 4 h`, `2 min 5 s`, `350 ms`.
 *
 * @param {number | null | undefined} milliseconds
 */
export function lasting(milliseconds) {
  if (milliseconds === undefined || milliseconds === null || !Number.isFinite(milliseconds)) {
    return NOTHING;
  }
  if (milliseconds < 1_000) {
    return `${Math.max(0, Math.round(milliseconds))} ms`;
  }
  const seconds = Math.round(milliseconds / 1_000);
  /** @type {[number, string][]} */
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ');
}

/** How long ago something was: `2 min 5 s`. @param {string | null | undefined} timestamp @param {number} now */
export const since = (timestamp, now) => (timestamp ? lasting(Math.max(0, now - Date.parse(timestamp))) : NOTHING);
