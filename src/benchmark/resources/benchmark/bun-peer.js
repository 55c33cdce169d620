// Bun with its own topics (uWebSockets inside), as its manual sets up a chat room: sockets subscribe to their organization.
// Events come in by TCP, one to a line: the organization, a blank, the JSON.
// bun bun-peer.js <port for clients> <port for lines>
const hostname = '127.0.0.1';
const [clientPort, linePort] = process.argv.slice(2).map(Number);

const server = Bun.serve({
  hostname,
  port: clientPort,
  fetch(request, server) {
    const organizationId = new URL(request.url).pathname.split('/').pop();
    return server.upgrade(request, { data: { organizationId } }) ? undefined : new Response(null, { status: 400 });
  },
  websocket: {
    open(socket) {
      socket.subscribe(socket.data.organizationId);
    },
    message() {},
  },
});

const decoder = new TextDecoder();

Bun.listen({
  hostname,
  port: linePort,
  socket: {
    open(producer) {
      producer.data = '';
    },
    data(producer, bytes) {
      const lines = (producer.data + decoder.decode(bytes)).split('\n');
      producer.data = lines.pop();
      for (const line of lines) {
        const blank = line.indexOf(' ');
        server.publish(line.slice(0, blank), line.slice(blank + 1));
      }
    },
  },
});

console.log('Ready for the benchmark');
