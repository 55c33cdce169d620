// The heart-beat specs of stompjs (spec/unit/heart-beat.spec.js of its repository) against a gateway, with sockets that
// eat heart-beats. Argument: the address of the WebSocket.
import assert from 'node:assert';
import { test } from 'node:test';
import { Client } from '@stomp/stompjs';
import WebSocket from 'ws';

const url = process.argv[2];
const isBeat = (data) => data.length === 1 || data.byteLength === 1;

/** A client over a socket whose messages pass these functions; they return undefined for one that is to be eaten. */
function client(options, { receive = (data) => data, send = (data) => data } = {}) {
  const webSocketFactory = () => {
    const socket = new WebSocket(url, ['v12.stomp']);
    const plainSend = socket.send.bind(socket);
    socket.send = (data) => {
      if (send(data) !== undefined) plainSend(data);
    };
    let onmessage;
    Object.defineProperty(socket, 'onmessage', {
      set: (listener) => {
        onmessage = listener;
      },
    });
    socket.on('message', (data) => {
      const passed = receive(data.toString());
      if (passed !== undefined) onmessage({ data: passed });
    });
    return socket;
  };
  return new Client({ webSocketFactory, reconnectDelay: 0, ...options });
}

async function happens(stomp, event) {
  try {
    return await new Promise((resolve) => {
      stomp[event] = resolve;
      stomp.activate();
    });
  } finally {
    await stomp.deactivate({ force: true });
  }
}

test('allows the server to send no heart-beat header', async () => {
  const receive = (data) => {
    return data.startsWith('CONNECTED') ? data.replace(/heart-beat:.*\n/, '') : data;
  };
  await happens(client({}, { receive }), 'onConnect');
});

for (const discardWebsocketOnCommFailure of [false, true]) {
  test(`closes without incoming heart-beats, discard: ${discardWebsocketOnCommFailure}`, async () => {
    const options = { heartbeatIncoming: 1000, heartbeatOutgoing: 0, discardWebsocketOnCommFailure };
    const eaten = [];
    const receive = (data) => (isBeat(data) ? void eaten.push(data) : data);
    const { code } = await happens(client(options, { receive }), 'onWebSocketClose');
    if (discardWebsocketOnCommFailure) assert.ok([1006, 4001].includes(code), String(code));
    assert.ok(eaten.length >= 1, 'the server sent none');
  });
}

test('is closed without outgoing heart-beats', async () => {
  const options = { heartbeatIncoming: 0, heartbeatOutgoing: 1000 };
  const eaten = [];
  const send = (data) => (isBeat(data) ? void eaten.push(data) : data);
  const { code } = await happens(client(options, { send }), 'onWebSocketClose');
  assert.equal(code, 4000);
  assert.ok(eaten.length >= 1);
});

test('stays open with heart-beats each second', async () => {
  const beats = [];
  const receive = (data) => {
    if (isBeat(data)) beats.push(data);
    return data;
  };
  let fail;
  const stomp = client({ heartbeatIncoming: 1000, heartbeatOutgoing: 1000 }, { receive });
  stomp.onWebSocketClose = ({ code }) => fail?.(new Error(`closed with ${code}`));
  await new Promise((resolve, reject) => {
    fail = reject;
    stomp.onConnect = () => {
      const look = setInterval(() => {
        // More than the three intervals after which either side would give up.
        if (beats.length >= 5) {
          clearInterval(look);
          fail = undefined;
          resolve();
        }
      }, 50);
    };
    stomp.activate();
  });
  await stomp.deactivate({ force: true });
});
