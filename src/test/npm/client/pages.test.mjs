// What the live page's modules compute, without a browser.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { arranged } from './pages/live/order.js';
import { Store } from './pages/live/store.js';
import { detailsText, lookOf } from './pages/shared/badges.js';
import { ago, bytes, dateTime, duration, exactTime, time } from './pages/shared/format.js';

let ids = 0;
const event = (pfaId, type, details) => ({
  pfaId,
  type,
  details,
  eventId: `e-${(ids += 1)}`,
  timestamp: new Date(1_772_000_000_000 + ids).toISOString(),
});
const newStore = () => new Store((work) => work);
const types = (store) => Object.fromEntries([...store.records].map(([pfaId, { type }]) => [pfaId, type]));

describe('store', () => {
  test('keeps the last state and the events of each record, and counts', () => {
    const store = newStore();
    store.take(event('A', 'SYNC_QUEUED'));
    store.take(event('A', 'SYNC_PROCESSING'));
    store.take(event('B', 'SYNC_QUEUED'));

    assert.deepEqual(types(store), { A: 'SYNC_PROCESSING', B: 'SYNC_QUEUED' });
    assert.deepEqual(store.records.get('A').history.map(({ type }) => type), ['SYNC_QUEUED', 'SYNC_PROCESSING']);
    assert.deepEqual(store.counts, { SYNC_QUEUED: 1, SYNC_PROCESSING: 1 });
    assert.equal(store.received, 3);
  });

  test('holds back while paused, says how much, and loses no state', () => {
    const store = newStore();
    store.take(event('A', 'SYNC_QUEUED'));
    store.paused = true;
    for (let i = 0; i < 3_000; i++) {
      store.take(event('A', 'SYNC_PROCESSING'));
    }
    store.take(event('B', 'SYNC_FAILED'));
    const late = event('C', 'SYNC_SUCCESS');
    store.reconcile(['C'], () => late);

    assert.deepEqual(types(store), { A: 'SYNC_QUEUED' });
    assert.deepEqual([store.held, store.heldRecords], [3_001, 3]);

    store.paused = false;
    assert.deepEqual(types(store), { A: 'SYNC_PROCESSING', B: 'SYNC_FAILED', C: 'SYNC_SUCCESS' });
    assert.deepEqual([store.held, store.heldRecords], [0, 0]);
    assert.equal(store.events.at(-1).pfaId, 'B');
  });

  test('follows a snapshot, which may also have dropped a record', () => {
    const store = newStore();
    store.take(event('A', 'SYNC_QUEUED'));
    store.take(event('B', 'SYNC_QUEUED'));
    const states = { B: event('B', 'SYNC_SUCCESS') };
    store.reconcile(['A', 'B'], (pfaId) => states[pfaId]);

    assert.deepEqual(types(store), { B: 'SYNC_SUCCESS' });
    assert.deepEqual(store.counts, { SYNC_QUEUED: 0, SYNC_SUCCESS: 1 });
  });

  test('shows an optimistic state until the stream corrects it or it is taken back', () => {
    const store = newStore();
    store.take(event('A', 'SYNC_FAILED'));
    const undo = store.optimistic('A', 'SYNC_QUEUED');
    assert.equal(store.records.get('A').optimistic, true);
    assert.deepEqual(types(store), { A: 'SYNC_QUEUED' });

    undo();
    assert.deepEqual(types(store), { A: 'SYNC_FAILED' });

    const second = store.optimistic('A', 'SYNC_QUEUED');
    store.take(event('A', 'SYNC_PROCESSING'));
    second();
    assert.deepEqual(types(store), { A: 'SYNC_PROCESSING' });
    assert.deepEqual(store.counts, { SYNC_FAILED: 0, SYNC_QUEUED: 0, SYNC_PROCESSING: 1 });
  });

  test('is not disturbed by a snapshot that says what is known, not even in an optimistic state', () => {
    const store = newStore();
    const failed = event('A', 'SYNC_FAILED');
    store.take(failed);
    const undo = store.optimistic('A', 'SYNC_QUEUED');
    store.reconcile(['A'], () => failed);

    assert.deepEqual(types(store), { A: 'SYNC_QUEUED' });
    undo();
  });

  test('keeps a bounded past', () => {
    const store = newStore();
    for (let i = 0; i < 5_000; i++) {
      store.take(event('A', 'SYNC_QUEUED'));
    }
    assert.ok(store.records.get('A').history.length < 200);
    assert.ok(store.events.length >= 1_000 && store.events.length < 2_000);
  });
});

describe('order', () => {
  const store = newStore();
  store.take(event('PFA-10', 'SYNC_SUCCESS', { newVersion: 2 }));
  store.take(event('PFA-9', 'SYNC_FAILED', { error: 'No such record', retryCount: 0 }));
  store.take(event('PFA-8', 'SYNC_CONFLICT', { conflictId: 'c', conflictingFields: ['forecastEnd'] }));
  store.take(event('PFA-7', 'SYNC_FAILED', { error: 'PEMS service unavailable', retryCount: 3 }));
  const shown = (wish) => arranged(store.records.values(), wish).map(({ pfaId }) => pfaId.slice(4)).join();

  test('puts what needs a person first', () => assert.equal(shown({}), '7,9,8,10'));
  test('by the latest change', () => assert.equal(shown({ order: 'changed' }), '7,8,9,10'));
  test('by the longest without a change', () => assert.equal(shown({ order: 'oldest' }), '10,9,8,7'));
  test('by number in the id', () => assert.equal(shown({ order: 'record' }), '7,8,9,10'));
  test('finds words in any order', () => assert.equal(shown({ query: 'record NO' }), '9'));
  test('finds fields and states', () => assert.equal(shown({ query: 'forecastend conflict' }), '8'));
  test('shows one state', () => assert.equal(shown({ type: 'SYNC_FAILED', query: '7' }), '7'));
});

test('a state of a newer gateway is shown by its name', () => {
  assert.equal(lookOf({ type: 'SYNC_LATER', details: {} }).text, 'SYNC_LATER');
  assert.equal(detailsText({ type: 'SYNC_LATER', details: {} }), '');
});

test('formats', () => {
  assert.deepEqual([ago(0, 0), ago(0, 12_000), ago(0, 59_600), ago(0, 7_200_000)], ['now', '12 sec. ago', '1 min. ago', '2 hr. ago']);
  assert.deepEqual([duration(12.4), duration(1_250), duration(120_000)], ['12 ms', '1.3 s', '2 min']);
  assert.deepEqual([bytes(0), bytes(1_023), bytes(1_536)], ['0 B', '1023 B', '1.5 KB']);
});

test('the hour after midnight is 00', () => {
  const moment = new Date(2026, 2, 4, 0, 5, 3);
  assert.match(time(moment), /^00/);
  assert.match(exactTime(moment), /^00/);
  assert.match(dateTime(moment), /\b00\D05\D03/);
});
