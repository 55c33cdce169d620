// Bundles the board for Chromium. Argument: the file to write.
import { build } from 'esbuild';

await build({
  entryPoints: ['board.tsx'],
  outfile: process.argv[2],
  bundle: true,
  format: 'esm',
  jsx: 'automatic',
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
});
