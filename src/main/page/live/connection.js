import { $, setText } from '../shared/dom.js';
import { duration, time } from '../shared/format.js';

/** Shows the state of the connection, what it waits for, and how late events come. */
export class ConnectionView {
  #countdown = 0;

  /** @param {any} status of the client @param {boolean} complete whether all states have come */
  show(status, complete) {
    $('connection').dataset.state = status.state;
    setText($('connection-text'), statusText(status));
    $('retry').hidden = status.state !== 'reconnecting';
    clearInterval(this.#countdown);
    const say = () => setText($('waiting'), waitingText(status, complete));
    say();
    if (status.state === 'reconnecting') {
      this.#countdown = setInterval(say, 1_000);
    }
    if (status.state !== 'live') {
      setText($('latency'), '');
    }
  }

  /** @param {number | undefined} latency from an event's timestamp to this page @param {number | undefined} roundTrip both in milliseconds */
  latency(latency, roundTrip) {
    const parts = [];
    if (latency !== undefined) {
      parts.push(`events after ${duration(latency)}`);
    }
    if (roundTrip !== undefined) {
      parts.push(`round trip ${duration(roundTrip)}`);
    }
    setText($('latency'), parts.join(' · '));
  }
}

function statusText(status) {
  const { organizationId } = status;
  switch (status.state) {
    case 'connecting':
    case 'reconnecting':
      return status.failures > 0 ? `Reconnecting to ${organizationId}` : `Connecting to ${organizationId}`;
    case 'live':
      return `Live: ${organizationId}`;
    case 'interrupted':
      return `No new events at the moment: ${organizationId}`;
    case 'refused':
      return `Refused: ${status.reason}`;
    default:
      return 'Not connected';
  }
}

function waitingText(status, complete) {
  switch (status.state) {
    case 'connecting':
      return 'waiting for the gateway to answer';
    case 'reconnecting': {
      const seconds = Math.max(0, Math.ceil((status.nextAttemptAt.getTime() - Date.now()) / 1_000));
      return `${status.reason}; next attempt in ${seconds} s`;
    }
    case 'live':
      return complete ? '' : 'waiting for the states of all records';
    case 'interrupted':
      return `the gateway waits for its message broker since ${time(status.since)}`;
    default:
      return '';
  }
}
