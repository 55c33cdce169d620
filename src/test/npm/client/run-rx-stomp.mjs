// Runs the recipe for rx-stomp: prints each state that changes, and how many there are.
import { build } from 'esbuild';
import { WebSocket } from 'ws';

globalThis.WebSocket ??= WebSocket;   // Node.js before 22 has none
await build({ entryPoints: ['recipes/rx-stomp-0.ts'], outfile: 'recipes/rx-stomp.mjs', format: 'esm' });
const { syncStates } = await import('./recipes/rx-stomp.mjs');

const [gateway, organizationId] = process.argv.slice(2);
syncStates(gateway, organizationId).subscribe((states) => console.log([...states.keys()].join(), `${states.size} records`));
