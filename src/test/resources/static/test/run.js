// Run by SyncClientIT, or by opening test-sync-client.html in a browser and looking at `results` in its console.
import { closeAll } from './harness.js';
import { tests as connection } from './sync-client-tests.js';
import { tests as states } from './states-tests.js';
import { tests as tabs } from './tabs-tests.js';
import { tests as tokens } from './token-tests.js';

const results = [];
for (const [name, test] of Object.entries({ ...connection, ...tokens, ...states, ...tabs })) {
  let error = '';
  try {
    await test();
  } catch (e) {
    error = e.stack ?? String(e);
  }
  await closeAll();
  results.push({ name, error });
}
window.results = results;
