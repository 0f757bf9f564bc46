// Text as a browser would lay it out, from the widths of the letters.

/** One face of the font: {unitsPerEm, ascent, descent, xHeight, missing, advances}. */
const FACES = Object.fromEntries(
  Object.entries(FONT_METRICS).map(([name, face]) => {
    const advances = new Map();
    for (const [width, letters] of Object.entries(face.widths))
      for (const letter of letters) advances.set(letter.codePointAt(0), Number(width));
    return [name, { ...face, advances }];
  }),
);
const MONOSPACE_ADVANCE = 0.6; // of the font size: true of nearly every monospaced font
const EMOJI_ADVANCE = 1.25;

function faceFor(weight, family) {
  const bold = weight === 'bold' || weight === 'bolder' || +weight >= 600;
  const face = FACES[bold ? 'bold' : 'normal'];
  return /monospace|courier/i.test(family) ? { ...face, monospace: true } : face;
}

const WIDE = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xff00, 0xff60],
];

/** Return how far a character moves the pen, in parts of the font size. */
function advance(code, face) {
  if (code === 0x200b || code === 0x200d || code === 0xfe0f) return 0;
  if (code >= 0x300 && code <= 0x36f) return 0; // combining marks
  if (code >= 0x1f300) return EMOJI_ADVANCE;
  if (WIDE.some(([first, last]) => first <= code && code <= last)) return 1;
  if (face.monospace) return MONOSPACE_ADVANCE;
  return (face.advances.get(code) ?? face.missing) / face.unitsPerEm;
}

/** More than 1 where Mermaid leaves labels so little room that a wider font would burst it. */
let textSlack = 1;

function textWidth(text, face, size) {
  let sum = 0;
  for (const letter of text) sum += advance(letter.codePointAt(0), face);
  return sum * size * textSlack;
}

/** Chromium rounds ascent and descent to whole pixels. */
const ascentOf = (face, size) => Math.round((face.ascent * size) / face.unitsPerEm);
const descentOf = (face, size) => Math.round((face.descent * size) / face.unitsPerEm);

/** Return a length in pixels, null where there is none. `em` and `ex` refer to the font size. */
function lengthInPixels(text, size) {
  const number = leadingNumber(text);
  if (text === null || Number.isNaN(number)) return null;
  if (/em$/.test(text)) return number * size;
  if (/ex$/.test(text)) return number * size * X_HEIGHT;
  return /%$/.test(text) ? 0 : number; // nothing that is measured here refers to a width
}

/** Of a list of lengths, one for each letter, the first moves the text. */
function firstLength(element, name, size) {
  const list = element.getAttribute(name);
  return list === null ? null : lengthInPixels(list.trim().split(/[\s,]+/)[0], size);
}

/** Return how far below the alphabetic baseline another baseline stands at y. */
function baselineShift(baseline, face, size) {
  const ascent = ascentOf(face, size);
  const descent = descentOf(face, size);
  switch (baseline) {
    case 'middle':
      return (face.xHeight / 2 / face.unitsPerEm) * size;
    case 'central':
      return (ascent - descent) / 2;
    case 'hanging':
      return ascent * 0.8;
    case 'text-before-edge':
    case 'before-edge':
    case 'text-top':
      return ascent;
    case 'text-after-edge':
    case 'after-edge':
    case 'ideographic':
    case 'text-bottom':
      return -descent;
    case 'mathematical':
      return ascent / 2;
    default:
      return 0;
  }
}

function fontOf(element) {
  const size = parseFloat(computedStyle(element, 'font-size')) || 16;
  const weight = computedStyle(element, 'font-weight');
  return { size, face: faceFor(weight, computedStyle(element, 'font-family')) };
}

/** Lay out a <text>: return its box in its own coordinates, null if it is empty, and its length.
 *
 *  A chunk is what one anchor holds together: it begins where x or y is set anew. A run is a piece
 *  of a chunk in one font. Source: SVG 2, chapter 11, https://www.w3.org/TR/SVG2/text.html. */
function layoutText(text) {
  const chunks = [];
  const pen = { x: 0, y: 0 };
  let chunk = null;
  let afterSpace = true; // spaces collapse, also across elements

  const openChunk = (anchor) => {
    chunk = { x: pen.x, anchor, width: 0, runs: [] };
    chunks.push(chunk);
  };

  const addRun = (words, { size, face }, baseline) => {
    const collapsed = words.replace(/\s+/g, (space) => (space.includes('\u00a0') ? space : ' '));
    const shown = afterSpace ? collapsed.replace(/^ +/, '') : collapsed;
    if (!shown) return;
    afterSpace = shown.endsWith(' ');
    const width = textWidth(shown, face, size);
    const y = pen.y + baselineShift(baseline, face, size);
    chunk.runs.push({ words: shown, face, size, y, offset: pen.x - chunk.x, width });
    pen.x += width;
    chunk.width = pen.x - chunk.x;
  };

  const walk = (element) => {
    if (computedStyle(element, 'display') === 'none') return;
    const font = fontOf(element);
    const [x, y] = ['x', 'y'].map((name) => firstLength(element, name, font.size));
    pen.x = (x ?? pen.x) + (firstLength(element, 'dx', font.size) ?? 0);
    pen.y = (y ?? pen.y) + (firstLength(element, 'dy', font.size) ?? 0);
    let opens = element === text || x !== null || y !== null;
    const aligned = computedStyle(element, 'alignment-baseline');
    const plain = element === text || aligned === 'auto' || aligned === 'baseline';
    const baseline = plain ? computedStyle(element, 'dominant-baseline') : aligned;
    for (const child of element.childNodes) {
      const isText =
        child.nodeType === Node.TEXT_NODE && /\S/.test(afterSpace ? child.nodeValue : 'x');
      const isSpan = /^(tspan|a|textPath)$/.test(child.localName);
      if (opens && (isText || (isSpan && !child.hasAttribute('x')))) {
        openChunk(computedStyle(element, 'text-anchor'));
        opens = false;
      }
      if (isText) {
        if (!chunk) openChunk(computedStyle(element, 'text-anchor'));
        addRun(child.nodeValue, font, baseline);
      } else if (isSpan) walk(child);
    }
  };
  walk(text);
  trimEnd(chunks);

  const runs = chunks.flatMap(placeRuns);
  const length = runs.reduce((sum, run) => sum + run.width, 0);
  if (runs.length) return { box: boxOfRuns(runs), length };
  if (!text.textContent) return { box: null, length };
  const { face, size } = fontOf(text); // only spaces: a line without width
  const ascent = ascentOf(face, size);
  return { box: { x: 0, y: -ascent, width: 0, height: ascent + descentOf(face, size) }, length };
}

/** A space at the end of a text takes no room. */
function trimEnd(chunks) {
  const chunk = chunks[chunks.length - 1];
  const run = chunk && chunk.runs[chunk.runs.length - 1];
  if (!run || !run.words.endsWith(' ')) return;
  const width = textWidth(run.words.replace(/ +$/, ''), run.face, run.size);
  chunk.width -= run.width - width;
  run.width = width;
}

function placeRuns({ x, anchor, width, runs }) {
  const shift = { middle: -width / 2, end: -width }[anchor] ?? 0;
  return runs.map((run) => ({ ...run, x: x + shift + run.offset }));
}

function boxOfRuns(runs) {
  const left = Math.min(...runs.map((run) => run.x));
  const right = Math.max(...runs.map((run) => run.x + run.width));
  const top = Math.min(...runs.map((run) => run.y - ascentOf(run.face, run.size)));
  const bottom = Math.max(...runs.map((run) => run.y + descentOf(run.face, run.size)));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
