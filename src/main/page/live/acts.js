import { $ } from '../shared/dom.js';
import { Actions } from './actions.js';
import { Charts } from './charts.js';
import { ConflictDialog } from './conflict-dialog.js';
import { DemoDay } from './demo-day.js';
import { FailedEdits } from './failed.js';
import { keepFocus } from './focus.js';
import { Me } from './me.js';
import { Notices } from './notices.js';
import { slots } from './slots.js';
import { TokenView } from './token.js';

const TOKEN_NOTICES = new Set(['TOKEN_EXPIRING', 'AUTH_REFRESHED', 'AUTH_REFRESH_FAILED']);

/**
 * Puts together what people can do on the page, besides looking: decide conflicts, see to failed edits, change their token,
 * play a demo day; and the notices and charts.
 *
 * @param {object} page
 * @param {import('./store.js').Store} page.store
 * @param {any} page.client
 * @param {import('./board.js').Board} page.board
 * @param {import('./latency.js').Latency} page.latency
 */
export function acts({ store, client, board, latency }) {
  const organization = () => client.status.organizationId ?? '';
  const me = new Me();
  latency.clock = me.clock;
  const actions = new Actions(me, new FailedEdits(store, organization), new ConflictDialog(store, organization));
  slots.actionsFor = (row, where) => actions.of(row, where);
  const notices = new Notices(store, (row, where) => actions.of(row, where), (type) => {
    if ($('records').hidden) {
      $('view-records').click();
    }
    board.filter(type);
    board.focus();
  });
  const token = new TokenView(me, client);
  const charts = new Charts(me, organization, () => client.status.state === 'live');
  new DemoDay(me, organization);
  keepFocus(store);
  let obstacle = me.obstacle;
  me.subscribe(() => {
    if (obstacle !== me.obstacle) {
      obstacle = me.obstacle;
      notices.show(true);
      board.refresh();
    }
  });
  return {
    me,
    charts,
    /** The page turns to another organization, or to none. */
    turned: () => {
      charts.clear();
      token.turned(organization());
      void me.turnTo(organization());
    },
    /** A message of the gateway that is no event. @param {{ type: string }} message */
    message: (message) => TOKEN_NOTICES.has(message.type) && token.notice(message),
  };
}
