/**
 * Reads Server-Sent Events. The browser's own EventSource cannot send a token.
 *
 * @param {Response} answer
 * @param {(message: { event: string, data: string, id: string }) => void} heard
 */
export async function readEvents(answer, heard) {
  if (!answer.body) {
    return;
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value.replaceAll('\r', '')).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const message = { event: 'message', data: '', id: '' };
      for (const line of block.split('\n')) {
        const [, name, text] = /^(\w+): ?(.*)$/.exec(line) ?? [];
        if (name === 'data') {
          message.data += message.data === '' ? text : `\n${text}`;
        } else if (name === 'event' || name === 'id') {
          message[name] = text;
        }
      }
      // A comment alone is a heart-beat.
      if (message.data !== '') {
        heard(message);
      }
    }
  }
}
