// One formatter of each kind: to make one takes longer than to paint a row. "h23", since without 12 hours some languages count
// the hour after midnight as 24.
const NUMBER = new Intl.NumberFormat();
const TIME = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const EXACT = new Intl.DateTimeFormat([], {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});
const DATE = new Intl.DateTimeFormat([], { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
const AGO = new Intl.RelativeTimeFormat('en', { style: 'short' });

/** 1234 as "1,234". @param {number} value */
export const number = (value) => NUMBER.format(value);

/** "1 event", "1,234 events". @param {number} count @param {string} noun @param {string} [nouns] */
export const plural = (count, noun, nouns = `${noun}s`) => `${number(count)} ${count === 1 ? noun : nouns}`;

/** Time of day in the reader's time zone, with seconds. @param {Date | number} moment */
export const time = (moment) => TIME.format(moment);

/** Time of day with milliseconds. @param {Date | number} moment */
export const exactTime = (moment) => EXACT.format(moment);

/** Date and time. @param {Date | number} moment */
export const dateTime = (moment) => DATE.format(moment);

/** "12 sec. ago". @param {number} moment @param {number} now both in milliseconds */
export function ago(moment, now) {
  const seconds = Math.max(0, Math.round((now - moment) / 1_000));
  if (seconds < 2) {
    return 'now';
  }
  if (seconds < 60) {
    return AGO.format(-seconds, 'second');
  }
  if (seconds < 3_600) {
    return AGO.format(-Math.floor(seconds / 60), 'minute');
  }
  return seconds < 86_400 ? AGO.format(-Math.floor(seconds / 3_600), 'hour') : AGO.format(-Math.floor(seconds / 86_400), 'day');
}

/** "850 ms", "12.3 s", "4 min". @param {number} milliseconds */
export function duration(milliseconds) {
  if (milliseconds < 1_000) {
    return `${Math.round(milliseconds)} ms`;
  }
  if (milliseconds < 60_000) {
    return `${(milliseconds / 1_000).toFixed(1)} s`;
  }
  return `${Math.round(milliseconds / 60_000)} min`;
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** "12.3 MB". @param {number} count */
export function bytes(count) {
  const unit = count < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(count) / 10));
  return `${unit === 0 ? count : (count / 1_024 ** unit).toFixed(1)} ${UNITS[unit]}`;
}
