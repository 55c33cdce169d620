/** A WebSocket whose other end is the test. */
export class FakeSocket extends EventTarget {
  /** All sockets made since the last clear(), the latest last. */
  static made = [];

  /** Set, and the next one made throws it. */
  static refuseWith;

  static get last() {
    return FakeSocket.made.at(-1);
  }

  static clear() {
    FakeSocket.made = [];
    FakeSocket.refuseWith = undefined;
  }

  readyState = 0;
  sent = [];

  constructor(url, protocols) {
    super();
    if (FakeSocket.refuseWith) {
      throw FakeSocket.refuseWith;
    }
    this.url = String(url);
    this.protocols = protocols;
    FakeSocket.made.push(this);
  }

  send(data) {
    this.sent.push(data);
  }

  close() {
    if (this.readyState < 2) {
      this.readyState = 2;
      queueMicrotask(() => this.drop(1005, ''));
    }
  }

  /** Frames sent with that command, as [headers, body]. */
  frames(command) {
    return this.sent.map(parse).filter((frame) => frame.command === command);
  }

  open() {
    this.readyState = 1;
    this.onopen?.({});
  }

  drop(code = 1006, reason = '') {
    if (this.readyState !== 3) {
      this.readyState = 3;
      this.onclose?.({ code, reason, wasClean: code !== 1006 });
      this.dispatchEvent(new Event('close'));
    }
  }

  receive(command, headers, body = '') {
    const lines = Object.entries(headers).map(([key, value]) => `${key}:${value}\n`);
    this.dispatchEvent(new Event('message'));
    this.onmessage?.({ data: `${command}\n${lines.join('')}\n${body}\0` });
  }

  /** What the gateway does with a client that has opened its socket. */
  connected() {
    this.open();
    this.receive('CONNECTED', { version: '1.2', 'heart-beat': '0,0' });
  }

  message(json) {
    const [subscribe] = this.frames('SUBSCRIBE');
    const { id, destination } = subscribe.headers;
    this.receive('MESSAGE', { subscription: id, destination, 'message-id': json.eventId }, JSON.stringify(json));
  }

  greet(eventId, recovered) {
    this.message({ type: 'CONNECTED', organizationId: 'org-rio', eventId, recovered });
  }

  event(eventId, pfaId = 'PFA-1', type = 'SYNC_PROCESSING') {
    this.message({ type, organizationId: 'org-rio', pfaId, eventId });
  }

  snapshot(eventId, states, last = true) {
    const full = states.map((state) => ({ type: 'SYNC_QUEUED', organizationId: 'org-rio', ...state }));
    this.message({ type: 'SNAPSHOT', organizationId: 'org-rio', eventId, states: full, last });
  }
}

function parse(text) {
  const [head] = String(text).split('\n\n');
  const [command, ...lines] = head.split('\n');
  const headers = Object.fromEntries(lines.map((line) => line.split(/:(.*)/).map(unescape)));
  return { command, headers };
}

function unescape(text) {
  return text.replace(/\\c/g, ':');
}
