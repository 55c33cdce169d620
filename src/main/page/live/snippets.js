import { element } from '../shared/dom.js';

const COPIED_MS = 2_000;

/** Code to listen to an organization, ready to copy. */
export function snippets(http, organizationId) {
  const ws = new URL(`api/ws/sync/${organizationId}`, http);
  ws.protocol = ws.protocol.replace(/^http/, 'ws');
  return [
    snippet('With this page’s client: resumes, drops duplicates', [
      `import { SyncClient } from './sync-client.js';`,
      `new SyncClient({`,
      `  url: '${http}',`,
      `  onEvent: (event) => console.log(event.type, event.pfaId),`,
      `  onGap: () => console.log('Refetch by REST'),`,
      `}).connect('${organizationId}');`,
    ]),
    snippet('With any STOMP client, here stompjs', [
      `import { Client } from '@stomp/stompjs';`,
      `const client = new Client({ brokerURL: '${ws}' });`,
      `client.onConnect = () =>`,
      `  client.subscribe('/topic/sync.${organizationId}', ({ body }) => console.log(JSON.parse(body)));`,
      `client.activate();`,
    ]),
    snippet('With a plain WebSocket: one JSON object per message', [
      `const socket = new WebSocket('${ws}');`,
      `socket.onmessage = ({ data }) => console.log(JSON.parse(data));`,
    ]),
  ];
}

function snippet(title, lines) {
  const code = element('pre', { tabindex: '0', role: 'region', 'aria-label': title }, lines.join('\n'));
  const copy = element('button', { type: 'button', class: 'quiet' }, 'Copy');
  copy.setAttribute('aria-label', `Copy: ${title}`);
  copy.addEventListener('click', () => copyText(code, copy));
  return element('div', { class: 'snippet' }, element('div', { class: 'heading' }, element('h2', {}, title), copy), code);
}

async function copyText(code, button) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = 'Copied';
  } catch {
    // Browsers offer no clipboard without HTTPS; select the text, so that the user can copy it by keyboard.
    getSelection()?.selectAllChildren(code);
    button.textContent = 'Selected';
  }
  setTimeout(() => (button.textContent = 'Copy'), COPIED_MS);
}
