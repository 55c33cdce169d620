// @ts-check
// If the browser crashes, what came within this time is not in the storage, and comes again.
const SAVE_EVERY_MS = 2_000;

/**
 * Keeps a client's position and states in a storage, together, so that they always belong to each other.
 *
 * @param {import('./index.d.ts').SyncClient} client
 * @param {Pick<Storage, 'getItem' | 'setItem'>} storage
 * @param {{ name?: string, states?: boolean }} [how]
 */
export function keepPosition(client, storage, { name = 'sync-client', states = true } = {}) {
  let timer;
  const key = (organizationId) => `${name}:${organizationId}`;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    const { lastEventId, status } = client;
    // Only with all states: after a return with the position alone, the others would not come again.
    if (lastEventId && (client.complete || !states) && status.state !== 'closed') {
      const kept = { lastEventId, states: states ? client.states() : undefined };
      storage.setItem(key(status.organizationId), JSON.stringify(kept));
    }
  };
  const saveSoon = () => (timer ??= setTimeout(save, SAVE_EVERY_MS));
  const unsubscribe = client.subscribe(saveSoon);
  globalThis.addEventListener?.('pagehide', save);
  return {
    /** Where to go on: for the second argument of `connect`. Empty if nothing is kept, or it cannot be read. */
    of(organizationId) {
      try {
        return JSON.parse(storage.getItem(key(organizationId)) ?? '{}');
      } catch {
        return {};
      }
    },
    /** Saves now. */
    save,
    /** Stops saving. */
    stop() {
      clearTimeout(timer);
      unsubscribe();
      globalThis.removeEventListener?.('pagehide', save);
    },
  };
}
