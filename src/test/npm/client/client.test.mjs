// The tests that Chromium runs too, of the client as a Node.js program imports it.
import { describe, test } from 'node:test';

// What they need of a browser.
const page = new EventTarget();
const document = new EventTarget();
document.visibilityState = 'visible';
document.addEventListener('visibilitychange', () => page.dispatchEvent(new Event('visibilitychange')));
Object.assign(globalThis, {
  window: page,
  document,
  location: new URL('http://localhost:3000/'),
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
});

const { closeAll } = await import('./shared/harness.js');

// Web Locks came to Node.js with version 24.
const files = ['sync-client-tests.js', 'token-tests.js', 'states-tests.js', ...(navigatorHasLocks() ? ['tabs-tests.js'] : [])];

for (const file of files) {
  const { tests } = await import(`./shared/${file}`);
  describe(file, () => {
    for (const [name, run] of Object.entries(tests)) {
      test(name, async () => {
        try {
          await run();
        } finally {
          await closeAll();
        }
      });
    }
  });
}

function navigatorHasLocks() {
  return globalThis.navigator?.locks !== undefined;
}
