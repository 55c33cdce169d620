// Measures the live page under load: the main thread's tasks while 5,000 records move at 500 events a second. By hand:
//
//   npm ci && node page-drill.mjs <gateway, as http://127.0.0.1:3000> <STOMP port> <password of the user producer> [seconds]
//
// Prints the longest task by the browser's own trace and the tasks over 50 ms. Exit code 1 if there was one.
import { openPage } from './chromium.mjs';
import { producer } from './publish.mjs';

const [gateway, port, password, seconds = '20'] = process.argv.slice(2);
const RECORDS = 5_000;
const RATE = 500;
const LONG_MS = 50;

const organizationId = `drill-${Date.now().toString(36)}`;
const source = await producer({ port: Number(port), password, organizationId, records: RECORDS });
await source.begin();
const page = await openPage(`${gateway}/?org=${organizationId}`);
try {
  await page.until(`globalThis.livePage?.store.records.size === ${RECORDS}`);
  const tasks = [];
  const ended = new Promise((resolve) => page.on('Tracing.tracingComplete', resolve));
  let mainThread;
  page.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, tid, dur, tdur, args } of value) {
      if (name === 'thread_name' && args.name === 'CrRendererMain') {
        mainThread = tid;
      } else if (name === 'RunTask') {
        tasks.push({ tid, ms: (dur ?? 0) / 1_000, cpuMs: (tdur ?? 0) / 1_000 });
      }
    }
  });
  await page.send('Tracing.start', { traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline'] } });
  const sent = await source.move(RATE, Number(seconds));
  await page.send('Tracing.end');
  await ended;

  const main = tasks.filter(({ tid }) => tid === mainThread).map(({ ms }) => ms).sort((a, b) => b - a);
  const cpu = tasks.filter(({ tid }) => tid === mainThread).map(({ cpuMs }) => cpuMs).sort((a, b) => b - a);
  const busy = main.reduce((sum, ms) => sum + ms, 0);
  await page.until(`globalThis.livePage.store.received >= ${sent}`);
  const long = main.filter((ms) => ms > LONG_MS);
  console.log(JSON.stringify({
    records: RECORDS,
    eventsPerSecond: Math.round(sent / Number(seconds)),
    longestTaskMs: main.slice(0, 5).map((ms) => Math.round(ms)),
    longestByProcessorTimeMs: cpu.slice(0, 5).map((ms) => Math.round(ms)),
    tasksOver50Ms: long.length,
    mainThreadBusy: `${Math.round(busy / Number(seconds) / 10)} %`,
    shown: await page.evaluate("document.getElementById('extent').textContent"),
  }));
  process.exitCode = long.length > 0 ? 1 : 0;
} finally {
  await page.close();
  source.end();
}
