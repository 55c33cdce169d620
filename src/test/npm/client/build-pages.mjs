// Writes the pages from src/main/page into src/main/resources/static: one script and one style sheet each, with the hash of
// their content in their names, and the HTML with those names. Run by "npm run build" after a change; ClientPackageTests
// compares the result with what is committed (decision 0058).
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { projectRoot } from './prepare.mjs';

// The folder of each page in src/main/page, and the file of its HTML.
const PAGES = { live: 'index.html', admin: 'admin.html' };

const sources = join(projectRoot(), 'src/main/page');
const target = process.argv[2] ?? join(projectRoot(), 'src/main/resources/static');
const assets = join(target, 'assets');
const common = {
  absWorkingDir: projectRoot(),
  bundle: true,
  minify: true,
  write: false,
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'warning',
  nodePaths: [join(dirname(fileURLToPath(import.meta.url)), 'node_modules')],
};

async function bundled(entryPoint, more) {
  const { outputFiles } = await build({ ...common, ...more, entryPoints: [join(sources, entryPoint)] });
  return outputFiles[0].contents;
}

// Of the content alone: esbuild's own hash changes with the folder in which packages are installed.
function asset(name, extension, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  writeFileSync(join(assets, `${name}-${hash}.${extension}`), content);
  return `assets/${name}-${hash}.${extension}`;
}

rmSync(assets, { recursive: true, force: true });
mkdirSync(assets, { recursive: true });
mkdirSync(join(target, 'docs'), { recursive: true });
for (const [page, html] of Object.entries(PAGES)) {
  const script = await bundled(`${page}/main.js`, {
    format: 'esm',
    alias: { '@pfa-vanguard/sync-client': join(projectRoot(), 'src/main/client/src/index.js') },
  });
  const names = {
    [`%${page}.js%`]: asset(page, 'js', script),
    [`%${page}.css%`]: asset(page, 'css', await bundled(`${page}/${page}.css`)),
  };
  let text = readFileSync(join(sources, page, 'index.html'), 'utf8');
  for (const [placeholder, name] of Object.entries(names)) {
    text = text.replaceAll(placeholder, name);
  }
  writeFileSync(join(target, html), text);
}
// stompjs in one file, for pages without a bundler that load the client from the gateway.
const { outputFiles } = await build({
  ...common,
  stdin: { contents: "export * from '@stomp/stompjs';", resolveDir: common.nodePaths[0] },
  format: 'esm',
  banner: { js: '// @stomp/stompjs, Apache License 2.0, https://github.com/stomp-js/stompjs' },
});
writeFileSync(join(target, 'stomp.js'), outputFiles[0].contents);
// The pages of the contract have no build of their own.
writeFileSync(join(target, 'docs/base.css'), await bundled('shared/docs.css'));
