// Draws each diagram of a folder: <name>.dot becomes <name>.svg (decision 0066).
// Usage: node render.mjs <folder of the .dot files> <folder for the .svg files>
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { instance } from "@viz-js/viz";

// Graphviz knows how wide Arial is; the style names fonts with the same widths.
const FONT = { fontname: "Arial" };

// A diagram's text may set any of these anew.
const GRAPH = { ...FONT, fontsize: 13, bgcolor: "white", pad: 0.2, nodesep: 0.3, ranksep: 0.45, labeljust: "l" };
const NODE = { ...FONT, fontsize: 14, shape: "box", style: "filled,rounded", fillcolor: "#f6f8fa", margin: "0.2,0.09" };
const EDGE = { ...FONT, fontsize: 12.5, arrowsize: 0.8 };

const STYLE = readFileSync(new URL("style.css", import.meta.url), "utf8")
    .replace(/\/\*.*?\*\//gs, "").replace(/\s*([{}:;,>])\s*/g, "$1").replace(/\s+/g, " ").trim();

const [sources, target] = process.argv.slice(2);
const viz = await instance();
for (const file of readdirSync(sources).filter(name => name.endsWith(".dot")).sort()) {
  const svg = draw(file, readFileSync(join(sources, file), "utf8"));
  writeFileSync(join(target, file.replace(/dot$/, "svg")), svg);
}

function draw(file, dot) {
  const { title, desc } = JSON.parse(render(file, dot, "json0"));
  if (!title || !desc) {
    throw new Error(`${file}: the graph needs the attributes title and desc, for people who do not see it`);
  }
  const drawn = render(file, dot, "svg");
  const [, width, height] = /<svg width="(\d+)pt" height="(\d+)pt"/.exec(drawn);
  const body = drawn
      .slice(drawn.indexOf("<g id="), drawn.lastIndexOf("</svg>"))
      // Titles of parts would appear as tooltips: names that only the text knows.
      .replace(/<title>.*?<\/title>\n/gs, "")
      .replace(/<!--.*?-->\n/gs, "")
      .replace(/ id="(?:node|edge|clust|graph)\d+"/g, "")
      .replace(/ font-family="[^"]*"/g, "")
      .replace(/ xml:space="preserve"/g, "");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" `
      + `viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">\n`
      + `<title id="title">${escape(title)}</title>\n<desc id="desc">${escape(desc)}</desc>\n`
      + `<style>${STYLE}</style>\n${body}</svg>\n`;
}

function render(file, dot, format) {
  const result = viz.render(dot, { format, graphAttributes: GRAPH, nodeAttributes: NODE, edgeAttributes: EDGE });
  const faults = result.errors.map(error => error.message).join("; ");
  if (result.status !== "success" || faults) {
    throw new Error(`${file}: ${faults}`);
  }
  return result.output;
}

function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replace(/\s+/g, " ");
}
