// Fields of a PFA record as people call them (domain.md 1.1), and how to show their values.
const LABELS = {
  forecastStart: 'Forecast start',
  forecastEnd: 'Forecast end',
  originalStart: 'Plan start',
  originalEnd: 'Plan end',
  actualStart: 'Actual start',
  actualEnd: 'Actual end',
  monthlyRate: 'Monthly rate',
  purchasePrice: 'Purchase price',
  dor: 'Cost carried by (DOR)',
  category: 'Category',
  class: 'Class',
  source: 'Source',
  manufacturer: 'Manufacturer',
  model: 'Model',
  isDiscontinued: 'Discontinued',
  isFundsTransferable: 'Funds transferable',
};

const WORDS = { BEO: 'Overhead (BEO)', PROJECT: 'Project (PROJECT)' };

const MONEY = new Set(['monthlyRate', 'purchasePrice']);
const DATE = /^\d{4}-\d\d-\d\dT00:00:00(\.0+)?Z$/;

// Days of the record are midnights in UTC, so the reader's time zone must not move them.
const DAY = new Intl.DateTimeFormat([], { dateStyle: 'medium', timeZone: 'UTC' });
const MOMENT = new Intl.DateTimeFormat([], { dateStyle: 'medium', timeStyle: 'short' });
// PEMS has no currency in its records, so none is shown.
const AMOUNT = new Intl.NumberFormat([], { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const NUMBER = new Intl.NumberFormat();

/** A field as people call it. @param {string} name */
export const label = (name) => (Object.hasOwn(LABELS, name) ? LABELS[name] : name);

/** A field's value as text, by the field's type. @param {string} name @param {unknown} value */
export function shown(name, value) {
  if (value === null || value === undefined || value === '') {
    return '(empty)';
  }
  if (typeof value === 'boolean') {
    return value ? 'Yes' : 'No';
  }
  if (typeof value === 'number') {
    return (MONEY.has(name) ? AMOUNT : NUMBER).format(value);
  }
  if (typeof value === 'string') {
    if (DATE.test(value)) {
      return DAY.format(new Date(value));
    }
    const moment = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : NaN;
    return Number.isNaN(moment) ? (Object.hasOwn(WORDS, value) ? WORDS[value] : value) : MOMENT.format(moment);
  }
  return JSON.stringify(value);
}
