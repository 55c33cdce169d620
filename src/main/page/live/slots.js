/** @typedef {import('./store.js').Row} Row */

/**
 * Places that other modules of the page fill.
 *
 * @type {{ actionsFor: (row: Row, where: 'row' | 'drawer') => HTMLElement[] }}
 */
export const slots = {
  /** Returns the buttons for what a person can do about a record. Called again when its state changes. */
  actionsFor: () => [],
};
