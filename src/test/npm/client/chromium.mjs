// A headless Chromium of this machine, driven over the DevTools protocol. For drills by hand; the tests use Selenium.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';

/**
 * Opens a page. `send` sends a command of the protocol and returns its result, `evaluate` the value of an expression, `on`
 * hears an event of the protocol.
 */
export async function openPage(url, { width = 1280, height = 1000, dark = false } = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'page-drill'));
  const browser = spawn(
    process.env.CHROME_BIN ?? 'chromium',
    ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--hide-scrollbars',
      '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const port = await new Promise((resolve, reject) => {
    let printed = '';
    browser.stderr.on('data', (data) => {
      printed += data;
      const found = /127\.0\.0\.1:(\d+)\/devtools/.exec(printed);
      if (found) {
        resolve(found[1]);
      }
    });
    browser.on('error', reject);
    browser.on('exit', () => reject(new Error(`Chromium has ended: ${printed}`)));
  });
  const targets = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
  const socket = new WebSocket(targets.find(({ type }) => type === 'page').webSocketDebuggerUrl, { perMessageDeflate: false });
  await new Promise((resolve) => socket.on('open', resolve));

  const answers = new Map();
  const listeners = new Map();
  let sent = 0;
  socket.on('message', (data) => {
    const { id, result, error, method, params } = JSON.parse(data);
    if (id) {
      const { resolve, reject } = answers.get(id);
      answers.delete(id);
      error ? reject(new Error(error.message)) : resolve(result);
    } else {
      listeners.get(method)?.(params);
    }
  });
  const page = {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        answers.set((sent += 1), { resolve, reject });
        socket.send(JSON.stringify({ id: sent, method, params }));
      }),
    on: (method, listener) => listeners.set(method, listener),
    evaluate: async (expression) => {
      const { result, exceptionDetails } = await page.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      if (exceptionDetails) {
        throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      }
      return result.value;
    },
    until: async (expression, seconds = 30) => {
      const end = Date.now() + seconds * 1_000;
      while (!(await page.evaluate(expression))) {
        if (Date.now() > end) {
          throw new Error(`Not within ${seconds} s: ${expression}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    close: async () => {
      const ended = new Promise((resolve) => browser.on('exit', resolve));
      await page.send('Browser.close');
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
  await page.send('Page.enable');
  await page.send('Runtime.enable');
  await page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }] });
  await page.send('Page.navigate', { url });
  return page;
}
