/** Address of the gateway: that of this page, including the path below which it is mounted. */
export const GATEWAY = new URL('.', globalThis.location?.href ?? 'http://localhost/');
GATEWAY.search = '';
GATEWAY.hash = '';

/** A request that was refused or could not be sent; the message tells people what was wrong. */
export class ApiError extends Error {
  /** @param {string} message @param {number} status 0 if there was no answer @param {any} [problem] */
  constructor(message, status, problem = {}) {
    super(message);
    this.status = status;
    this.problem = problem;
    /** The gateway's error code, such as `NOT_FOUND`. @type {string | undefined} */
    this.code = problem.code;
    /** Seconds after which the gateway wants to be asked again, if it said so. @type {number | undefined} */
    this.retryAfter = problem.retryAfter;
  }
}

/** @type {() => (string | undefined)} */
let token = () => undefined;

/** Says where the access token comes from. @param {() => (string | undefined)} source */
export function useToken(source) {
  token = source;
}

/**
 * @typedef {{ method?: string, query?: Record<string, any>, body?: any, signal?: AbortSignal, as?: string }} ApiRequest `as`: a
 *   token to use instead of the usual one
 */

/**
 * Sends a request to the gateway and returns the answer's JSON.
 *
 * @param {string} path relative to the gateway's address, such as `api/sync/org-rio/states`
 * @param {ApiRequest} [request]
 * @returns {Promise<any>} undefined if the answer has no body
 * @throws {ApiError}
 */
export async function api(path, request) {
  return parsed(await (await send(path, request)).text());
}

/**
 * Sends a request to the gateway and returns its answer, whose body is still to be read.
 *
 * @param {string} path @param {ApiRequest} [request] @param {string} [accept] the type of the body
 * @returns {Promise<Response>}
 * @throws {ApiError}
 */
export async function send(path, { method = 'GET', query = {}, body, signal, as } = {}, accept = 'application/json') {
  const address = new URL(path, GATEWAY);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') {
      address.searchParams.set(name, String(value));
    }
  }
  /** @type {Record<string, string>} */
  const headers = { Accept: `${accept}, application/problem+json` };
  const bearer = as ?? token();
  if (bearer) {
    headers.Authorization = `Bearer ${bearer}`;
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  let answer;
  try {
    answer = await fetch(address, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    throw new ApiError('The gateway cannot be reached.', 0);
  }
  if (!answer.ok) {
    const problem = parsed(await answer.text());
    throw new ApiError(problem?.detail ?? problem?.title ?? `The gateway answered ${answer.status}.`, answer.status, problem ?? {});
  }
  return answer;
}

function parsed(text) {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
