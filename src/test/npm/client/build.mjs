// Writes src/main/client/dist: for each entry one minified file, one for require(), and the types; and client.cjs. Run by
// "npm run build" after a change in src/main/client/src; ClientPackageTests compares the result with what is committed
// (decision 0053).
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from './prepare.mjs';

// Minified names, by entry.
const ENTRIES = { index: 'sync-client', plain: 'sync-client-plain', tabs: 'sync-client-tabs', storage: 'sync-client-storage' };

// Properties of our own objects only, which no caller and no other entry sees.
const INTERNAL = /^(_call|_doubt|_put|_replace|heardAt|greetedAt|expiring|asking|renewal|silence|opened|link|protocols)$/;

// For require(), both clients take what they share from one file. esbuild splits ES modules only.
const SHARED = 'client';
const shared = {
  name: 'shared',
  setup: ({ onResolve }) =>
    onResolve({ filter: new RegExp(`^\\./${SHARED}\\.js$`) }, () => ({ path: `./${SHARED}.cjs`, external: true })),
};

const sources = join(projectRoot(), 'src/main/client/src');
const dist = process.argv[2] ?? join(projectRoot(), 'src/main/client/dist');
const common = { absWorkingDir: projectRoot(), bundle: true, target: 'es2022', external: ['@stomp/stompjs'], legalComments: 'none' };

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const [entry, name] of Object.entries(ENTRIES)) {
  const entryPoints = [join(sources, `${entry}.js`)];
  await build({ ...common, entryPoints, format: 'esm', minify: true, mangleProps: INTERNAL, outfile: join(dist, `${name}.js`) });
  await build({ ...common, entryPoints, format: 'cjs', plugins: [shared], outfile: join(dist, `${entry}.cjs`) });
  const types = readFileSync(join(sources, `${entry}.d.ts`), 'utf8');
  writeFileSync(join(dist, `${entry}.d.cts`), types.replaceAll("'./index.js'", "'./index.cjs'"));
}
await build({ ...common, entryPoints: [join(sources, `${SHARED}.js`)], format: 'cjs', outfile: join(dist, `${SHARED}.cjs`) });
copyFileSync(join(sources, 'index.d.ts'), join(dist, 'sync-client.d.ts'));
