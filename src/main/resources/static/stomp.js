// stompjs in one file instead of its thirteen modules, as a module with the name that clients import.
import './webjars/stomp__stompjs/7.2.1/bundles/stomp.umd.min.js';

export const { Client, TickerStrategy } = globalThis.StompJs;
