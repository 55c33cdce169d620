// Publishes events over STOMP at a steady pace. For drills by hand.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';

const NEXT = {
  SYNC_QUEUED: () => ['SYNC_PROCESSING'],
  SYNC_PROCESSING: (random) => (random < 0.9 ? ['SYNC_SUCCESS', { newVersion: 8 }]
    : random < 0.94 ? ['SYNC_CONFLICT', { conflictId: randomUUID(), conflictingFields: ['forecastEnd', 'monthlyRate'] }]
    : random < 0.97 ? ['SYNC_FAILED', { error: 'PEMS service unavailable', retryCount: 3 }]
    : ['SYNC_QUEUED', { retryCount: 1, nextAttemptAt: new Date(Date.now() + 5_000).toISOString() }]),
};

/** Connects to the broker. `publish` sends one event, `records` of them move on at random. */
export async function producer({ port, password, organizationId, records }) {
  const socket = connect(port, '127.0.0.1');
  socket.write(`CONNECT\naccept-version:1.2\nhost:localhost\nlogin:producer\npasscode:${password}\n\n\0`);
  await new Promise((resolve, reject) => {
    socket.once('data', (data) => (String(data).startsWith('CONNECTED') ? resolve() : reject(new Error(String(data)))));
    socket.once('error', reject);
  });
  const states = new Map();
  const send = (pfaId, type, details) => {
    states.set(pfaId, type);
    const eventId = randomUUID();
    const body = JSON.stringify({ type, pfaId, organizationId, timestamp: new Date().toISOString(), details });
    socket.write(`SEND\ndestination:/topic/sync.${organizationId}\neventId:${eventId}\n_AMQ_DUPL_ID:${eventId}\n\n${body}\0`);
  };
  const id = (number) => `PFA-${70_000 + number}`;
  return {
    /** Queues every record once. */
    begin: async () => {
      for (let i = 0; i < records; i++) {
        send(id(i), 'SYNC_QUEUED');
        if (i % 500 === 499) {
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
      }
    },
    /** Moves random records on, this many a second. Returns the number of events. */
    move: async (rate, seconds) => {
      const start = Date.now();
      let sent = 0;
      while (Date.now() < start + seconds * 1_000) {
        for (const due = ((Date.now() - start) / 1_000) * rate; sent < due; sent++) {
          const pfaId = id(Math.floor(Math.random() * records));
          const [type, details] = (NEXT[states.get(pfaId)] ?? (() => ['SYNC_QUEUED']))(Math.random());
          send(pfaId, type, details);
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return sent;
    },
    end: () => socket.end(),
  };
}
