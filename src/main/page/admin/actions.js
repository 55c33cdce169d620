import { plural } from '../shared/format.js';
import { count } from './text.js';

/**
 * What an admin can do on this page. Each function describes one action for the confirmation: what will happen, in
 * words, and the requests that do it. Nothing is sent before the admin confirms.
 *
 * @typedef {{
 *   title: string,
 *   says: string[],
 *   confirm: string,
 *   danger?: boolean,
 *   fields?: { name: string, label: string, hint?: string, required?: boolean, value?: string, mustBe?: string, most?: number }[],
 *   run(api: { now(): string, send(method: string, path: string, body?: any, signal?: AbortSignal): Promise<any> }, values: Record<string, string>, progress: (text: string) => void, signal: AbortSignal): Promise<string>,
 * }} Action
 */

const AUDITED = 'The audit records this with your user and address.';

/** The endpoint takes at most this many failed edits per request. */
export const FAILED_PER_REQUEST = 200;

/** @returns {Action} */
export function disconnect(session) {
  const user = session.userId ? `user ${session.userId}` : 'an anonymous user';
  return {
    title: 'Disconnect this session?',
    says: [
      `Closes the session of ${user} in ${session.organizationId}, from ${session.address}, with code 4419.`,
      'SyncClient does not reconnect by itself; a client that ignores the code, such as plain stompjs, is back at once. The user keeps the access: to keep a user out, revoke the user.',
      AUDITED,
    ],
    confirm: 'Disconnect',
    danger: true,
    run: async (api) => {
      await api.send('DELETE', `sessions/${encodeURIComponent(session.id)}`);
      return `Disconnected the session of ${user} in ${session.organizationId}.`;
    },
  };
}

/** @returns {Action} */
export function revoke({ organizationId = '', userId = '' }) {
  return {
    title: 'Revoke a user’s access?',
    says: [
      'Refuses all tokens of this user for this organization that were issued before now, on all gateways, and closes the user’s sessions with 4413.',
      'It cannot be undone, but a token issued later is accepted: to keep the user out, the issuer must stop giving tokens.',
      AUDITED,
    ],
    fields: [
      { name: 'organizationId', label: 'Organization', required: true, value: organizationId },
      { name: 'userId', label: 'User', required: true, value: userId },
    ],
    confirm: 'Revoke access',
    danger: true,
    run: async (api, { organizationId, userId }) => {
      await api.send('POST', 'revoke', { organizationId, userId });
      return `Revoked the access of ${userId} to ${organizationId}.`;
    },
  };
}

/** @returns {Action} */
export function pause({ organizationId = '' }) {
  return {
    title: 'Pause writes to PEMS?',
    says: [
      'Stops writing this organization’s edits to PEMS, in all processes and also after a restart, until someone resumes.',
      'Edits are still accepted. They wait in the queue, and users see them as Queued. A write that is under way is finished.',
      AUDITED,
    ],
    fields: [
      { name: 'organizationId', label: 'Organization', required: true, value: organizationId },
      { name: 'reason', label: 'Reason', hint: 'Users of the organization and other admins see it. At most 200 characters.', required: true, most: 200 },
    ],
    confirm: 'Pause writes',
    danger: true,
    run: async (api, { organizationId, reason }) => {
      await api.send('POST', `pauses/${encodeURIComponent(organizationId)}`, { reason });
      return `Paused the writes of ${organizationId}.`;
    },
  };
}

/** @returns {Action} */
export function resume({ organizationId }) {
  return {
    title: `Resume writes of ${organizationId}?`,
    says: [`Writes the waiting edits of ${organizationId} to PEMS again, oldest first, from now on.`, AUDITED],
    confirm: 'Resume writes',
    run: async (api) => {
      await api.send('DELETE', `pauses/${encodeURIComponent(organizationId)}`);
      return `Resumed the writes of ${organizationId}.`;
    },
  };
}

/** @returns {Action} */
export function retryFailed({ organizationId = '' }) {
  return {
    title: 'Retry all failed edits?',
    says: [
      `Puts every failed edit of this organization back into the queue, ${FAILED_PER_REQUEST} per request, with all its retries. Users see them as Queued again.`,
      'An edit whose cause is still there fails again.',
      AUDITED,
    ],
    fields: [{ name: 'organizationId', label: 'Organization', required: true, value: organizationId }],
    confirm: 'Retry all',
    run: (api, { organizationId }, progress, signal) =>
      manyFailed(api, { organizationId, action: 'retry' }, 'Retried', progress, signal),
  };
}

/** @returns {Action} */
export function giveUpFailed({ organizationId = '' }) {
  return {
    title: 'Give up all failed edits?',
    says: [
      'Deletes every failed edit of this organization. What the users entered is lost and cannot be brought back.',
      'Screens stop showing the edits as Failed (SYNC_REMOVED). PEMS keeps the values it has.',
      AUDITED,
    ],
    fields: [
      { name: 'organizationId', label: 'Organization', required: true, value: organizationId },
      { name: 'again', label: 'Organization, once more', hint: 'Type it, to be sure.', required: true, mustBe: 'organizationId' },
    ],
    confirm: 'Give up all',
    danger: true,
    run: (api, { organizationId }, progress, signal) =>
      manyFailed(api, { organizationId, action: 'give-up' }, 'Gave up', progress, signal),
  };
}

// Edits that fail again during the action are left alone.
async function manyFailed(api, order, verb, progress, signal) {
  const failedBefore = api.now();
  let done = 0;
  for (;;) {
    const answer = await api.send('POST', 'failed', { ...order, all: true, failedBefore }, signal);
    done += answer.done;
    if (answer.left > 0 && answer.done > 0) {
      progress(`${count(done)} done, ${count(answer.left)} left`);
      continue;
    }
    return outcome(verb, order, done, answer.problems, answer.left);
  }
}

/** Says what was done. @throws {Error} with the same if something is left */
function outcome(verb, { organizationId }, done, problems, left) {
  const result = `${verb} ${plural(done, 'failed edit')} of ${organizationId}.`;
  if (problems.length > 0 || left > 0) {
    const why = problems.length > 0 ? ` For ${plural(problems.length, 'edit')} it was not possible: ${problems[0].detail ?? problems[0].code}.` : '';
    throw new Error(`${result}${why}${left > 0 ? ` ${count(left)} left.` : ''}`);
  }
  return result;
}

/** Retries failed edits that the admin has chosen. @param {string} organizationId @param {string[]} ids at most 200 @returns {Action} */
export function retryChosen(organizationId, ids) {
  const edits = plural(ids.length, 'failed edit');
  return {
    title: `Retry ${edits}?`,
    says: [
      `Puts ${edits} of ${organizationId} back into the queue, with all retries. Users see them as Queued again.`,
      'An edit whose cause is still there fails again.',
      AUDITED,
    ],
    confirm: 'Retry',
    run: (api, _, progress, signal) => chosenFailed(api, { organizationId, action: 'retry' }, ids, 'Retried', progress, signal),
  };
}

/** Gives up failed edits that the admin has chosen. @param {string} organizationId @param {string[]} ids at most 200 @returns {Action} */
export function giveUpChosen(organizationId, ids) {
  const edits = plural(ids.length, 'failed edit');
  return {
    title: `Give up ${edits}?`,
    says: [
      `Deletes ${edits} of ${organizationId}. What the users entered is lost and cannot be brought back.`,
      'Screens stop showing the edits as Failed (SYNC_REMOVED). PEMS keeps the values it has.',
      AUDITED,
    ],
    confirm: 'Give up',
    danger: true,
    run: (api, _, progress, signal) => chosenFailed(api, { organizationId, action: 'give-up' }, ids, 'Gave up', progress, signal),
  };
}

// The endpoint takes the edits in their order and works for some seconds: what it has not come to is asked for again.
async function chosenFailed(api, order, ids, verb, progress, signal) {
  let rest = ids;
  let done = 0;
  const problems = [];
  for (;;) {
    const answer = await api.send('POST', 'failed', { ...order, ids: rest }, signal);
    done += answer.done;
    problems.push(...answer.problems);
    const tried = rest.length - answer.left;
    rest = rest.slice(tried);
    if (rest.length === 0 || tried === 0) {
      return outcome(verb, order, done, problems, rest.length);
    }
    progress(`${count(done)} done, ${count(rest.length)} left`);
  }
}

/** @returns {Action} */
export function drain(sessions) {
  return {
    title: 'Drain this gateway?',
    says: [
      `Turns readiness off, refuses new sessions and sends ${plural(sessions, 'session')} to the other gateways, one after another. Their clients resume there and lose nothing.`,
      'Without another gateway behind the same address, clients stay disconnected until you cancel. The process goes on running.',
      AUDITED,
    ],
    confirm: 'Drain',
    danger: true,
    run: async (api) => {
      await api.send('POST', 'drain');
      return 'The gateway is draining.';
    },
  };
}

/** @returns {Action} */
export function cancelDrain() {
  return {
    title: 'Cancel the drain?',
    says: ['Accepts sessions again and turns readiness on. Clients that have left do not come back by themselves.', AUDITED],
    confirm: 'Accept sessions again',
    run: async (api) => {
      await api.send('DELETE', 'drain');
      return 'The gateway accepts sessions again.';
    },
  };
}
