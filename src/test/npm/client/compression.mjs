// Opens a plain JSON session with compression, prints what was agreed and the first event. Argument: the address.
import WebSocket from 'ws';

const socket = new WebSocket(process.argv[2], { perMessageDeflate: { threshold: 0 } });
socket.on('open', () => console.log('extensions', socket.extensions));
socket.on('message', (data) => {
  const message = JSON.parse(data);
  if (message.type === 'CONNECTED') {
    console.log('recovered', message.recovered);
  } else {
    console.log('heard', message.eventId, message.details.conflictingFields.length, 'fields');
    socket.close();
  }
});
