// Node and ws, as the service this one takes the place of had them: sockets by organization, the text sent to each.
// Events come in by TCP, one to a line: the organization, a blank, the JSON.
// node ws-peer.js <port for clients> <port for lines>
const { createInterface } = require('node:readline');
const { createServer } = require('node:net');
const { WebSocketServer } = require('ws');

const [clientPort, linePort] = process.argv.slice(2).map(Number);
const rooms = new Map();

new WebSocketServer({ host: '127.0.0.1', port: clientPort, backlog: 4096 }).on('connection', (socket, request) => {
  const organizationId = new URL(request.url, 'ws://localhost').pathname.split('/').pop();
  if (!rooms.has(organizationId)) {
    rooms.set(organizationId, new Set());
  }
  const room = rooms.get(organizationId);
  room.add(socket);
  socket.on('close', () => room.delete(socket));
  socket.on('error', () => room.delete(socket));
});

createServer((producer) => {
  producer.on('error', () => {});
  createInterface({ input: producer }).on('line', (line) => {
    const blank = line.indexOf(' ');
    for (const socket of rooms.get(line.slice(0, blank)) ?? []) {
      socket.send(line.slice(blank + 1));
    }
  });
}).listen(linePort, '127.0.0.1', () => console.log('Ready for the benchmark'));
