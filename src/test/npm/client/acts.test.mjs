// Tests of the live page's modules that know rules and no elements: decisions, figures of the charts, toasts, the clock.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ClockDifference } from './pages/live/clock.js';
import { Decision } from './pages/live/conflict.js';
import { label, shown } from './pages/live/fields.js';
import { SECONDS, Series } from './pages/live/series.js';
import { Tally } from './pages/live/tally.js';

const CONFLICT = {
  id: '6a1fb3b4-41c6-4176-b2a5-b3a599bdc70f',
  pfaId: 'PFA-70588',
  localVersion: 1,
  pemsVersion: 2,
  conflictFields: ['forecastEnd', 'monthlyRate'],
  localData: { dor: 'BEO', forecastEnd: '2026-11-30T00:00:00.000Z', monthlyRate: 4200 },
  pemsData: { dor: 'PROJECT', forecastEnd: '2026-08-31T00:00:00.000Z', model: 'LR 1300' },
  maskedFields: [],
};

describe('a decision on a conflict', () => {
  test('shows the fields in conflict first, then the others of the edit', () => {
    assert.deepEqual(new Decision(CONFLICT).fields, ['forecastEnd', 'monthlyRate', 'dor']);
  });

  test('needs a strategy, and a merge a choice for every field in conflict', () => {
    const decision = new Decision(CONFLICT);
    assert.match(decision.missing, /whose values/);
    decision.strategy = 'merge';
    assert.match(decision.missing, /2 more fields/);
    decision.choose('forecastEnd', 'mine');
    assert.match(decision.missing, /one more field/);
    decision.choose('monthlyRate', 'pems');
    assert.equal(decision.missing, '');
  });

  test('of a merge names every field in conflict and no other; a value that PEMS lacks is cleared', () => {
    const decision = new Decision(CONFLICT);
    decision.strategy = 'merge';
    decision.choose('forecastEnd', 'mine');
    decision.choose('monthlyRate', 'pems');
    assert.deepEqual(decision.body, { resolution: 'merge', mergedData: { forecastEnd: '2026-11-30T00:00:00.000Z', monthlyRate: null } });
    assert.equal(decision.result('dor'), 'mine');
  });

  test('for one side sends no values', () => {
    const decision = new Decision(CONFLICT);
    decision.strategy = 'use_pems';
    assert.deepEqual(decision.body, { resolution: 'use_pems' });
    assert.deepEqual(decision.expected, ['SYNC_SUCCESS', { newVersion: 2, resolution: 'use_pems' }]);
    assert.equal(decision.result('dor'), 'pems');
    decision.strategy = 'use_local';
    assert.deepEqual(decision.body, { resolution: 'use_local' });
    assert.deepEqual(decision.expected, ['SYNC_QUEUED']);
  });

  test('cannot be a merge where the user may not see an amount in conflict', () => {
    assert.equal(new Decision(CONFLICT).noMerge, '');
    assert.match(new Decision({ ...CONFLICT, maskedFields: ['monthlyRate', 'purchasePrice'] }).noMerge, /perm_ViewFinancials.*monthlyRate/);
    assert.equal(new Decision({ ...CONFLICT, maskedFields: ['purchasePrice'] }).noMerge, '');
  });
});

describe('values', () => {
  test('are shown by the type of their field', () => {
    assert.equal(shown('forecastEnd', '2026-11-30T00:00:00.000Z'), new Intl.DateTimeFormat([], { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.UTC(2026, 10, 30)));
    assert.match(shown('monthlyRate', 4200), /^4.?200[.,]00$/);
    assert.equal(shown('isDiscontinued', false), 'No');
    assert.equal(shown('dor', 'BEO'), 'Overhead (BEO)');
    for (const nothing of [null, undefined, '']) {
      assert.equal(shown('model', nothing), '(empty)');
    }
    assert.equal(shown('model', '<b>x</b>'), '<b>x</b>');
  });

  test('of fields that the page does not know keep their names', () => {
    assert.equal(label('forecastEnd'), 'Forecast end');
    assert.equal(label('constructor'), 'constructor');
    assert.equal(shown('newField', 'constructor'), 'constructor');
  });
});

describe('toasts', () => {
  const event = (type, details) => ({ type, pfaId: 'PFA-1', details });

  test('tell of few events one by one, and not of steps in between', () => {
    const tally = new Tally();
    tally.add(event('SYNC_QUEUED', { retryCount: 1 }));
    tally.add(event('SYNC_PROCESSING'));
    assert.equal(tally.empty, true);
    tally.add(event('SYNC_QUEUED'));
    tally.add(event('SYNC_FAILED', { error: 'PEMS rejected the change as invalid' }));
    assert.deepEqual(tally.take(), [
      { text: 'PFA-1 queued', tone: 'info' },
      { text: 'PFA-1 failed: PEMS rejected the change as invalid', tone: 'bad' },
    ]);
    assert.equal(tally.empty, true);
  });

  test('tell of many in one sentence, in the tone of the worst', () => {
    const tally = new Tally();
    for (let i = 0; i < 500; i++) {
      tally.add(event(i % 2 === 0 ? 'SYNC_QUEUED' : 'SYNC_SUCCESS'));
    }
    tally.add(event('SYNC_CONFLICT', {}));
    assert.deepEqual(tally.take(), [{ text: '250 queued, 250 synced, 1 in conflict', tone: 'warn' }]);
    assert.deepEqual(tally.take(), []);
  });
});

describe('the difference of the clocks', () => {
  test('is that of the quickest answer, and is uncertain by half its round trip', () => {
    const clock = new ClockDifference();
    assert.equal(clock.best, undefined);
    assert.equal(clock.gatewayTime(7), 7);
    clock.add(1_000, 1_800, 61_000);
    assert.deepEqual([clock.best.ahead, clock.best.uncertainty], [59_600, 400]);
    clock.add(2_000, 2_020, 62_010);
    clock.add(3_000, 3_600, 63_000);
    assert.deepEqual([clock.best.ahead, clock.best.uncertainty], [60_000, 10]);
    assert.equal(clock.gatewayTime(5_000), 65_000);
  });

  test('forgets what is old, and passes over answers without a time', () => {
    const clock = new ClockDifference();
    clock.add(0, 2, 1_001);
    clock.add(60_000, 60_010, NaN);
    clock.add(700_000, 700_100, 705_050);
    assert.equal(clock.best.ahead, 5_000);
  });
});

describe('the figures of the charts', () => {
  test('are those of each second', () => {
    const series = new Series();
    [30, 10, 20].forEach((latency) => series.event(latency));
    series.event(undefined);
    series.tick(1, true);
    series.event(-40, 10);
    series.event(-40, 50);
    series.tick(2, true);
    series.tick(3, true);
    series.tick(4, false);
    assert.deepEqual(series.events, [4, 2, 0, null]);
    assert.deepEqual(series.median, [20, -40, null, null]);
    assert.deepEqual(series.greatest, [30, -40, null, null]);
    assert.equal(series.ahead, 1);
  });

  test('reach back two minutes, whatever comes', () => {
    const series = new Series();
    for (let second = 0; second < SECONDS + 30; second++) {
      for (let i = 0; i < 2_000; i++) {
        series.event(second);
      }
      series.tick(second, true);
    }
    assert.equal(series.seconds.length, SECONDS);
    assert.equal(series.seconds[0], 30);
    assert.equal(series.events.at(-1), 2_000);
    assert.equal(series.greatest.at(-1), SECONDS + 29);
  });

  test('are spread over the seconds that have passed where timers run late', () => {
    const series = new Series();
    series.tick(1, true);
    [1, 2, 3].forEach(() => series.event(5));
    series.tick(11, true);
    assert.deepEqual(series.events, [0, 0.3]);
  });

  test('of the queue are those asked last', () => {
    const series = new Series();
    series.tick(1, true);
    series.queue = { waiting: 5, processing: 2, scheduled: 3 };
    series.tick(2, true);
    assert.deepEqual([series.waiting, series.retrying], [[null, 7], [null, 3]]);
    series.clear();
    assert.deepEqual([series.seconds, series.waiting, series.queue], [[], [], undefined]);
  });
});
