/** The element with this id. @param {string} id @returns {any} */
export const $ = (id) => document.getElementById(id);

/**
 * Creates an element. Text becomes text nodes, so that no content of an event can become markup.
 *
 * @param {string} name @param {Record<string, string>} [attributes] @param {...(string | Node)} children
 * @returns {any}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** Creates a button. @param {string} text @param {() => void} pressed @param {Record<string, string>} [attributes] */
export function button(text, pressed, attributes = {}) {
  const made = element('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', pressed);
  return made;
}

/** Sets the text of a node, unless it is there already: the browser would lay out the page again. */
export function setText(/** @type {Element} */ node, /** @type {string} */ text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

const SVG = 'http://www.w3.org/2000/svg';

const PATHS = {
  hourglass: 'M4 2h8M4 14h8M5 2v2.5L8 8l3-3.5V2M5 14v-2.5L8 8l3 3.5V14',
  arrows: 'M13 6.5A5.3 5.3 0 0 0 3.6 5M3 9.5A5.3 5.3 0 0 0 12.4 11M3.2 2v3.2h3.2M12.8 14v-3.2H9.6',
  tick: 'm3 8.5 3.5 3.5L13 4.5',
  warning: 'M8 2 14.5 13.5h-13ZM8 6.5v3.2M8 11.6v.1',
  cross: 'm4 4 8 8M12 4l-8 8',
  removed: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M4.2 4.2l7.6 7.6',
  unknown: 'M3 8h10',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.3 10.3 14 14',
  all: 'M2.5 4h11M2.5 8h11M2.5 12h11',
};

/**
 * Creates a symbol. Hidden from screen readers, since the same text stands next to it.
 *
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name] ?? PATHS.unknown);
  svg.append(path);
  return svg;
}
