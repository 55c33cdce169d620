/** The sections of the page, by their name in the address: `#sessions?organizationId=org-rio`. */
export const SECTIONS = ['overview', 'sessions', 'rooms', 'broker', 'worker', 'refusals', 'audit', 'tail'];

/** What the address asks for. An unknown section is the overview. */
export function parse(hash) {
  const [name, query = ''] = hash.replace(/^#/, '').split('?');
  return {
    section: SECTIONS.includes(name) ? name : 'overview',
    params: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** The address of a section; parameters without a value are left out. */
export function link(section, params = {}) {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const query = new URLSearchParams(given).toString();
  return query ? `#${section}?${query}` : `#${section}`;
}
