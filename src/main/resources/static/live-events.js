import { badge, details } from './live-badges.js';
import { element, time } from './live-dom.js';

const MOST_ROWS = 500;

const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 };

/** The list of the latest events, newest first. */
export class EventList {
  #rows;
  #empty;

  constructor(rows, empty) {
    this.#rows = rows;
    this.#empty = empty;
  }

  /** Adds events at the top, the last one first. */
  add(events) {
    const rows = events.slice(-MOST_ROWS).map(eventRow).reverse();
    this.#addRows(rows);
  }

  /** Adds a line that says that events may be missing here. */
  addGap() {
    this.#addRows([gapRow()]);
  }

  clear() {
    this.#rows.replaceChildren();
    this.#empty.hidden = false;
  }

  #addRows(rows) {
    this.#rows.prepend(...rows);
    while (this.#rows.childElementCount > MOST_ROWS) {
      this.#rows.lastElementChild.remove();
    }
    this.#empty.hidden = this.#rows.childElementCount > 0;
  }
}

function eventRow(event) {
  return element(
    'tr',
    { role: 'row', 'data-event-id': event.eventId, 'data-type': event.type },
    cell('time', time(event.timestamp, TIME)),
    cell('state', badge(event)),
    cell('pfa', event.pfaId ?? ''),
    cell('details', ...details(event)),
  );
}

function gapRow() {
  const text = 'Some events may be missing here. An application would fetch the state by REST again.';
  return element('tr', { role: 'row', class: 'gap' }, element('td', { role: 'cell', colspan: '4' }, text));
}

function cell(name, ...children) {
  return element('td', { role: 'cell', class: name }, ...children);
}
