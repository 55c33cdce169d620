const SVG = 'http://www.w3.org/2000/svg';

/** A new element. Whatever is to be read goes in as text, so that nothing in an event can become markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** One of the page's own symbols; decoration, since text always stands beside it. */
export function icon(symbol) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#${symbol}`);
  svg.append(use);
  return svg;
}

/** A moment in the reader's own time zone; the whole of it on hover. */
export function time(timestamp, options) {
  const moment = new Date(timestamp);
  const shown = moment.toLocaleTimeString([], { hour12: false, ...options });
  return element('time', { datetime: timestamp, title: moment.toLocaleString() }, shown);
}
