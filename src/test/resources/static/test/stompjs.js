import { Client } from '@stomp/stompjs';

const organizationId = new URL(location.href).searchParams.get('org');
const url = `ws://${location.host}/api/ws/sync/${organizationId}`;

window.byStomp = [];
window.byJson = [];

const client = new Client({ brokerURL: url });
client.onConnect = () =>
  client.subscribe(`/topic/sync.${organizationId}`, ({ body }) => window.byStomp.push(JSON.parse(body)));
client.activate();

const socket = new WebSocket(url);
socket.onmessage = ({ data }) => window.byJson.push(JSON.parse(data));
