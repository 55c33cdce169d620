// Puts the client where the tests import it from, as if it had been installed: node_modules/@pfa-vanguard/sync-client. And the
// sources of the pages beside it.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The directory of the POM above this one, which is src/test/npm/client or, when Maven runs the tests, below target. */
export function projectRoot() {
  let folder = here;
  while (!existsSync(join(folder, 'pom.xml'))) {
    folder = dirname(folder);
  }
  return folder;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const target = join(here, 'node_modules/@pfa-vanguard/sync-client');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  cpSync(join(projectRoot(), 'src/main/client'), target, { recursive: true });
  const manifest = readFileSync(join(target, 'package.json'), 'utf8');
  writeFileSync(join(target, 'package.json'), manifest.replace('${project.version}', '0.0.0'));
  // The modules of the pages, for their tests and the type checker.
  rmSync(join(here, 'pages'), { recursive: true, force: true });
  cpSync(join(projectRoot(), 'src/main/page'), join(here, 'pages'), { recursive: true });
  // The tests that Chromium runs too.
  cpSync(join(projectRoot(), 'src/test/resources/static/test'), join(here, 'shared'), { recursive: true });
}
