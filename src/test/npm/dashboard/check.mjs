// Compiles each JSON file as a value of the type in board.ts, and prints a line for each error: file and line, tab,
// message.
// Usage: node check.mjs <file.json>…
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import ts from "typescript";

const texts = new Map(process.argv.slice(2).map(file => [
  `${import.meta.dirname}/${basename(file)}.ts`,
  `import type { Board } from "./board";\nexport const board: Board = ${readFileSync(file, "utf8")};\n`,
]));
const options = {
  strict: true, noEmit: true, skipLibCheck: true, types: [],
  target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, moduleResolution: ts.ModuleResolutionKind.Bundler,
};
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists } = host;
host.fileExists = file => texts.has(file) || fileExists(file);
host.getSourceFile = (file, ...more) => texts.has(file)
    ? ts.createSourceFile(file, texts.get(file), options.target)
    : getSourceFile(file, ...more);

const program = ts.createProgram([...texts.keys()], options, host);
for (const { file, start, messageText } of ts.getPreEmitDiagnostics(program)) {
  // The JSON begins on the second line, and lines are counted from 0.
  const place = file ? `${basename(file.fileName, ".ts")}:${file.getLineAndCharacterOfPosition(start).line}` : "";
  console.log(`${place}\t${ts.flattenDiagnosticMessageText(messageText, " ").replace(/\s+/g, " ")}`);
}
console.log(`${texts.size} files compiled`);
