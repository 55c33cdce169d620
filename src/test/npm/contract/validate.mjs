// Validates an AsyncAPI document as its users' tools do. Usage: node validate.mjs FILE
import { Parser, fromFile } from '@asyncapi/parser';

const ERROR = 0;
const WARNING = 1;

const { document, diagnostics } = await fromFile(new Parser(), process.argv[2]).parse();
for (const { severity, path, message } of diagnostics) {
  console.log(severity === ERROR ? 'error' : severity === WARNING ? 'warning' : 'hint', path.join('/'), message);
}
console.log(document?.allMessages().length ?? 0, 'messages');
process.exitCode = document && diagnostics.every(({ severity }) => severity > WARNING) ? 0 : 1;
