const SVG = 'http://www.w3.org/2000/svg';

/** Creates an element. Text becomes text nodes, so that no content of an event can become markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** Creates one of the page's symbols. Hidden from screen readers, since the same text stands next to it. */
export function icon(symbol) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#${symbol}`);
  svg.append(use);
  return svg;
}

/** Creates a time in the reader's time zone, with the full date on hover. */
export function time(timestamp, options) {
  const moment = new Date(timestamp);
  const shown = moment.toLocaleTimeString([], { hour12: false, ...options });
  return element('time', { datetime: timestamp, title: moment.toLocaleString() }, shown);
}
