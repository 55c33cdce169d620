var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/main/client/src/storage.js
var storage_exports = {};
__export(storage_exports, {
  keepPosition: () => keepPosition
});
module.exports = __toCommonJS(storage_exports);
var SAVE_EVERY_MS = 2e3;
function keepPosition(client, storage, { name = "sync-client", states = true } = {}) {
  let timer;
  const key = (organizationId) => `${name}:${organizationId}`;
  const save = () => {
    clearTimeout(timer);
    timer = void 0;
    const { lastEventId, status } = client;
    if (lastEventId && (client.complete || !states) && status.state !== "closed") {
      const kept = { lastEventId, states: states ? client.states() : void 0 };
      storage.setItem(key(status.organizationId), JSON.stringify(kept));
    }
  };
  const saveSoon = () => timer ??= setTimeout(save, SAVE_EVERY_MS);
  const unsubscribe = client.subscribe(saveSoon);
  globalThis.addEventListener?.("pagehide", save);
  return {
    /** Where to go on: for the second argument of `connect`. Empty if nothing is kept, or it cannot be read. */
    of(organizationId) {
      try {
        return JSON.parse(storage.getItem(key(organizationId)) ?? "{}");
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
      globalThis.removeEventListener?.("pagehide", save);
    }
  };
}
