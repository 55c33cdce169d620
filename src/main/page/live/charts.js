import uPlot from 'uplot';
import { api } from '../shared/api.js';
import { $, element, setText } from '../shared/dom.js';
import { duration, number, time } from '../shared/format.js';
import { pageTime } from './clock.js';
import { SECONDS, Series } from './series.js';

const QUEUE_EVERY_MS = 5_000;

// The page is to load with few requests.
const QUEUE_FIRST_AFTER_MS = 2_000;
const TEXT_EVERY = 5;
const HEIGHT = 110;

/**
 * @typedef {object} Chart
 * @property {string} title
 * @property {{ name: string, colour: string, of: (series: Series) => (number | null)[], fill?: boolean }[]} lines
 * @property {(value: number) => string} format
 * @property {(charts: Charts) => string} text what the chart says, in words
 */

/** @type {Chart[]} */
const CHARTS = [
  {
    title: 'Events per second',
    lines: [{ name: 'events', colour: '--info', of: (series) => series.events, fill: true }],
    format: number,
    text: ({ series }) => `${number(last(series.events))} in the last second, at most ${number(greatest(series.events))}`,
  },
  {
    title: 'Latency of events',
    lines: [
      { name: 'greatest', colour: '--warn', of: (series) => series.greatest },
      { name: 'median', colour: '--info', of: (series) => series.median },
    ],
    format: (value) => (value < 0 ? `−${duration(-value)}` : duration(value)),
    text: (charts) => charts.latencyText,
  },
  {
    title: 'Edits on their way to PEMS',
    lines: [
      { name: 'waiting or being written', colour: '--info', of: (series) => series.waiting, fill: true },
      { name: 'waiting for a retry', colour: '--warn', of: (series) => series.retrying },
    ],
    format: number,
    text: (charts) => charts.queueText,
  },
];

const present = (figures) => figures.filter((figure) => figure !== null);
const last = (figures) => figures[figures.length - 1] ?? 0;
const greatest = (figures) => Math.max(0, ...present(figures));

/**
 * Draws the latest two minutes once a second: events, their latency by the gateway's clock, and the depth of the queue, which
 * it asks for every five seconds while the page is in sight. Each chart says the same in words.
 */
export class Charts {
  series = new Series();
  #me;
  #organization;
  #listening;
  /** @type {{ chart: Chart, plot: uPlot, box: HTMLElement, text: HTMLElement }[]} */
  #drawn = [];
  #queueProblem = '';
  #ticks = 0;
  #askAt = 0;

  /**
   * @param {import('./me.js').Me} me @param {() => string} organization
   * @param {() => boolean} listening whether events come in
   */
  constructor(me, organization, listening) {
    this.#me = me;
    this.#organization = organization;
    this.#listening = listening;
    const boxes = CHARTS.map((chart) => this.#build(chart));
    $('charts').append(element('details', { class: 'charts', open: '' }, element('summary', {}, 'The last two minutes'), element('div', { class: 'chart-row' }, ...boxes)));
    this.#redraw();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#redraw());
    setInterval(() => this.#tick(), 1_000);
  }

  /** An event has just come. Its latency is by the gateway's clock. @param {{ timestamp: string }} event */
  took({ timestamp }) {
    const { best } = this.#me.clock;
    const latency = best ? pageTime() + best.ahead - Date.parse(timestamp) : undefined;
    this.series.event(latency, best?.uncertainty);
  }

  /** Begins anew, for another organization. */
  clear() {
    this.series.clear();
    this.#queueProblem = '';
    this.#askAt = pageTime() + QUEUE_FIRST_AFTER_MS;
    $('charts').hidden = this.#organization() === '';
  }

  get latencyText() {
    const { best } = this.#me.clock;
    if (!best) {
      return 'Not measured: the gateway has not told its time yet';
    }
    const middle = present(this.series.median);
    const now = middle.length === 0 ? 'No event yet' : `Median ${CHARTS[1].format(middle[middle.length - 1])}, at most ${CHARTS[1].format(Math.max(...present(this.series.greatest)))}`;
    const differs = Math.abs(best.ahead);
    const own = differs <= best.uncertainty ? 'agrees' : `is ${duration(differs)} ${best.ahead > 0 ? 'behind' : 'ahead'}`;
    const clock = `. By the gateway’s clock (±${Math.ceil(best.uncertainty)} ms); this computer’s ${own}`;
    const ahead = this.series.ahead > 0 ? `. ${number(this.series.ahead)} with a timestamp in the future: their producer's clock is ahead` : '';
    return now + clock + ahead;
  }

  get queueText() {
    const { queue } = this.series;
    if (this.#queueProblem !== '') {
      return `Not known: ${this.#queueProblem}`;
    }
    return queue ? `${number(queue.waiting)} waiting, ${number(queue.processing)} being written, ${number(queue.scheduled)} waiting for a retry` : 'Asking…';
  }

  #build(chart) {
    const text = element('p', { class: 'hint' });
    const keys = chart.lines.map(({ name, colour }) => element('span', { class: 'key', 'data-colour': colour }, name));
    const box = element('div', { class: 'plot', role: 'img', 'aria-label': `Chart: ${chart.title}. The text below says the same.` });
    this.#drawn.push({ chart, plot: /** @type {any} */ (undefined), box, text });
    new ResizeObserver(() => this.#fit(box)).observe(box);
    return element('figure', {}, element('figcaption', {}, chart.title, ...(keys.length > 1 ? [element('span', { class: 'keys' }, ...keys)] : [])), box, text);
  }

  #fit(box) {
    const drawn = this.#drawn.find((each) => each.box === box);
    if (drawn?.plot && box.clientWidth > 0 && drawn.plot.width !== box.clientWidth) {
      drawn.plot.setSize({ width: box.clientWidth, height: HEIGHT });
    }
  }

  // Colours are those of the page, so they change with its scheme.
  #redraw() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    for (const drawn of this.#drawn) {
      drawn.plot?.destroy();
      drawn.plot = new uPlot(options(drawn.chart, drawn.box.clientWidth || 300, colour), this.#data(drawn.chart), drawn.box);
    }
  }

  #data({ lines }) {
    return /** @type {any} */ ([this.series.seconds, ...lines.map(({ of }) => of(this.series))]);
  }

  #tick() {
    this.series.tick(Math.floor(Date.now() / 1_000), this.#listening());
    this.#ticks += 1;
    if (document.hidden || $('charts').hidden) {
      return;
    }
    void this.#askForQueue();
    for (const { chart, plot, text } of this.#drawn) {
      plot.setData(this.#data(chart));
      if (this.#ticks % TEXT_EVERY === 1) {
        setText(text, chart.text(this));
      }
    }
  }

  async #askForQueue() {
    const organizationId = this.#organization();
    if (organizationId === '' || pageTime() < this.#askAt || this.#me.caller?.takesEdits !== true) {
      this.#queueProblem = this.#me.caller?.takesEdits === false ? 'this process has no role api' : this.#queueProblem;
      return;
    }
    this.#askAt = pageTime() + QUEUE_EVERY_MS;
    try {
      const status = await api('api/pems/sync-status', { query: { organizationId } });
      if (organizationId === this.#organization()) {
        this.series.queue = status;
        this.#queueProblem = '';
      }
    } catch (error) {
      this.series.queue = undefined;
      this.#queueProblem = error.message;
      this.#askAt = Math.max(this.#askAt, pageTime() + (error.retryAfter ?? 0) * 1_000);
    }
  }
}

/** @param {Chart} chart @param {number} width @param {(name: string) => string} colour */
function options({ lines, format }, width, colour) {
  const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' };
  return /** @type {uPlot.Options} */ ({
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    // The time below the last line of the grid needs half its width beside the plot.
    padding: [8, 28, 0, 0],
    scales: {
      x: { time: true, range: (_, min, max) => [Math.min(min ?? 0, (max ?? 0) - SECONDS), max ?? 1] },
      y: { range: (_, min, max) => [Math.min(0, min ?? 0), Math.max(1, (max ?? 0) * 1.1)] },
    },
    axes: [
      { ...axis, size: 20, space: 60, values: (_, splits) => splits.map((at) => time(at * 1_000)) },
      { ...axis, size: 52, space: 28, values: (_, splits) => splits.map((value) => (Number.isInteger(value) ? format(value) : '')) },
    ],
    series: [
      {},
      ...lines.map(({ colour: name, fill }) => ({
        stroke: colour(name),
        width: 1.5,
        fill: fill ? `${colour(name)}22` : undefined,
        points: { show: false },
        // A second without an event has no latency; the line goes on to the next.
        spanGaps: !fill,
      })),
    ],
  });
}
