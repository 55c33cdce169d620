/**
 * @typedef {object} Conflict an answer of `GET /api/pems/conflicts`, as far as it is used here
 * @property {string} id
 * @property {string} pfaId
 * @property {Record<string, any>} pfaDetails
 * @property {number} localVersion
 * @property {number} pemsVersion
 * @property {string[]} conflictFields
 * @property {Record<string, any>} localData
 * @property {Record<string, any>} pemsData
 * @property {string[]} maskedFields
 * @property {string} modifiedBy
 * @property {string} createdAt
 *
 * @typedef {'use_local' | 'use_pems' | 'merge'} Strategy
 * @typedef {'mine' | 'pems'} Side
 */

/** A person's decision on a conflict while it is being made (domain.md 4.3). Knows the rules, not the dialog. */
export class Decision {
  /** @type {Strategy | undefined} */
  strategy;
  /** @type {Map<string, Side>} */
  #chosen = new Map();

  /** @param {Conflict} conflict */
  constructor(conflict) {
    this.conflict = conflict;
  }

  /** Names of the edit's fields, those in conflict first. */
  get fields() {
    const { conflictFields, localData } = this.conflict;
    return [...conflictFields, ...Object.keys(localData).filter((name) => !conflictFields.includes(name))];
  }

  /** @param {string} field */
  inConflict(field) {
    return this.conflict.conflictFields.includes(field);
  }

  /** Whether the caller may not see the field's values. @param {string} field */
  masked(field) {
    return this.conflict.maskedFields.includes(field);
  }

  /** Why fields cannot be chosen one by one; '' if they can. */
  get noMerge() {
    const hidden = this.conflict.conflictFields.filter((field) => this.masked(field));
    return hidden.length === 0 ? '' : `You may not see amounts (perm_ViewFinancials), so you cannot choose a value for ${hidden.join(' and ')}.`;
  }

  /** @param {string} field in conflict @param {Side} side */
  choose(field, side) {
    this.#chosen.set(field, side);
  }

  /** @param {string} field */
  chosen(field) {
    return this.#chosen.get(field);
  }

  /** What is still to be decided, for people; '' if the decision can be applied. */
  get missing() {
    if (!this.strategy) {
      return 'Choose whose values win.';
    }
    if (this.strategy !== 'merge') {
      return '';
    }
    const open = this.conflict.conflictFields.filter((field) => !this.#chosen.has(field)).length;
    return open === 0 ? '' : open === 1 ? 'Choose a value for one more field.' : `Choose a value for ${open} more fields.`;
  }

  /** The value that PEMS will have: of the edit or of PEMS. @param {string} field @returns {Side | undefined} undefined while nothing is chosen */
  result(field) {
    switch (this.strategy) {
      case 'use_local':
        return 'mine';
      case 'use_pems':
        return 'pems';
      case 'merge':
        return this.inConflict(field) ? this.#chosen.get(field) : 'mine';
      default:
        return undefined;
    }
  }

  /** @param {string} field @param {Side} side */
  value(field, side) {
    return side === 'mine' ? this.conflict.localData[field] : this.conflict.pemsData[field];
  }

  /** The body of the request. @returns {{ resolution: Strategy, mergedData?: Record<string, any> }} */
  get body() {
    const resolution = /** @type {Strategy} */ (this.strategy);
    if (resolution !== 'merge') {
      return { resolution };
    }
    // A value that PEMS lacks is sent as null, which clears the field.
    const values = this.conflict.conflictFields.map((field) => [field, this.value(field, /** @type {Side} */ (this.#chosen.get(field))) ?? null]);
    return { resolution, mergedData: Object.fromEntries(values) };
  }

  /** The state that the record is expected to have next. @returns {[type: string, details?: any]} */
  get expected() {
    return this.strategy === 'use_pems'
      ? ['SYNC_SUCCESS', { newVersion: this.conflict.pemsVersion, resolution: 'use_pems' }]
      : ['SYNC_QUEUED'];
  }
}
