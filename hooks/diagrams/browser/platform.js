// The globals that Mermaid expects of a browser, beside those of V8. Nothing here does more than
// what drawing needs: there is no window, no network, no time, and no canvas to paint on.

const WINDOW = { width: 1280, height: 900 };

const document = new Document();
const nothing = () => {};

/** The names of CSS's colours, and the two keywords that stand for one. */
const CSS_COLORS = (
  'aqua aliceblue antiquewhite aquamarine azure beige bisque black blanchedalmond blue ' +
  'blueviolet brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk ' +
  'crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki ' +
  'darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen ' +
  'darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue ' +
  'dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite ' +
  'gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki ' +
  'lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan ' +
  'lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen ' +
  'lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen ' +
  'magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen ' +
  'mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream ' +
  'mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid ' +
  'palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum ' +
  'powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown ' +
  'seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen ' +
  'steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow ' +
  'yellowgreen transparent currentcolor'
).split(' ');
const COLOR_NOTATION = /^(#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|(rgb|hsl)a?\([^)]*\))$/i;

// Timers run when the current work is done, at once: nothing in Mermaid needs real time.
let timers = 0;
const waiting = new Set();
async function runLater(timer, callback, values) {
  await null;
  await null;
  if (waiting.delete(timer)) callback(...values);
}
function setTimer(callback, milliseconds, ...values) {
  timers++;
  waiting.add(timers);
  runLater(timers, callback, values);
  return timers;
}
const clearTimer = (timer) => void waiting.delete(timer);

function cloneValue(value, seen = new Map()) {
  if (typeof value === 'function') throw new Error('DataCloneError');
  if (value === null || typeof value !== 'object') return value;
  if (seen.has(value)) return seen.get(value);
  if (value instanceof Date) return new Date(value);
  if (value instanceof RegExp) return new RegExp(value);
  const copy = new ({ Map, Set, Array }[value.constructor?.name] || Object)();
  seen.set(value, copy);
  const clone = (part) => cloneValue(part, seen);
  if (value instanceof Map) value.forEach((part, key) => copy.set(clone(key), clone(part)));
  else if (value instanceof Set) value.forEach((part) => copy.add(clone(part)));
  else for (const key of Object.keys(value)) copy[key] = clone(value[key]);
  return copy;
}

class Address {
  constructor(text, base) {
    const [, scheme] = /^([a-z][a-z0-9+.-]*):/i.exec(String(text)) || [];
    if (!scheme && !base) throw new TypeError('Invalid URL');
    this.href = this.pathname = String(text);
    this.protocol = `${scheme || 'http'}:`;
    this.search = this.hash = this.host = this.hostname = '';
    this.searchParams = { get: nothing };
  }
  toString() {
    return this.href;
  }
  static canParse(text, base) {
    return Boolean(base) || /^[a-z][a-z0-9+.-]*:/i.test(String(text));
  }
}

class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
  takeRecords() {
    return [];
  }
}

class NamedEvent {
  constructor(type) {
    this.type = type;
  }
}

/** Pictures in nodes are not fetched: each takes the same square. */
class Picture {
  set src(address) {
    this.width = this.height = this.naturalWidth = this.naturalHeight = 60;
    setTimer(() => {
      if (this.onload) this.onload();
      for (const callback of this._callbacks || []) callback();
    });
  }
  addEventListener(type, callback) {
    if (type === 'load') (this._callbacks ||= []).push(callback);
  }
  async decode() {}
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function toBase64(text) {
  let encoded = '';
  for (let i = 0; i < text.length; i += 3) {
    const bytes = [0, 1, 2].map((offset) => text.charCodeAt(i + offset) || 0);
    if (bytes.some((byte) => byte > 255)) throw new Error('InvalidCharacterError');
    const bits = (bytes[0] << 16) | (bytes[1] << 8) | bytes[2];
    const letters = [18, 12, 6, 0].map((shift) => BASE64[(bits >> shift) & 63]).join('');
    encoded += letters.slice(0, Math.min(4, text.length - i + 1)).padEnd(4, '=');
  }
  return encoded;
}

function fromBase64(text) {
  let decoded = '';
  let bits = 0;
  let count = 0;
  for (const letter of text.replace(/[=\s]/g, '')) {
    bits = (bits << 6) | BASE64.indexOf(letter);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    decoded += String.fromCharCode((bits >> count) & 255);
  }
  return decoded;
}

// cytoscape, which lays out architectures and some mind maps, wants a canvas though it paints none.
const canvas = new Proxy(
  {
    canvas: {},
    getImageData: () => ({ data: [] }),
    measureText: (text) => ({ width: String(text).length * 8 }),
  },
  { get: (methods, name) => methods[name] ?? (() => ({ addColorStop: nothing })) },
);
HTMLElement.prototype.getContext = () => canvas;
HTMLElement.prototype.toDataURL = () => '';

document.implementation = {}; // DOMPurify then lets all pass: safety.py looks at what comes out
document.defaultView = globalThis;

Object.assign(globalThis, {
  window: globalThis,
  self: globalThis,
  document,
  Comment,
  Element,
  HTMLElement,
  Node,
  SVGElement,
  SVGGraphicsElement: SVGElement,
  SVGSVGElement: SVGElement,
  SVGTextElement: SVGElement,
  Text,
  DOMParser: class {},
  HTMLFormElement: class {},
  HTMLTemplateElement: class {},
  HTMLUnknownElement: class {},
  NamedNodeMap: class {},
  NodeFilter: {},
  CustomEvent: NamedEvent,
  Event: NamedEvent,
  IntersectionObserver: Observer,
  MutationObserver: Observer,
  ResizeObserver: Observer,
  addEventListener: nothing,
  removeEventListener: nothing,
  navigator: { userAgent: '', platform: '', vendor: '' },
  location: {
    href: 'http://localhost/',
    protocol: 'http:',
    host: 'localhost',
    pathname: '/',
    search: '',
    hash: '',
  },
  screen: { ...WINDOW, availWidth: WINDOW.width, availHeight: WINDOW.height },
  innerWidth: WINDOW.width,
  innerHeight: WINDOW.height,
  devicePixelRatio: 1,
  setTimeout: setTimer,
  clearTimeout: clearTimer,
  setInterval: () => 0,
  clearInterval: nothing,
  requestAnimationFrame: () => 0, // cytoscape would go on for ever; nothing else asks for one
  cancelAnimationFrame: nothing,
  CSSStyleSheet: StyleSheet,
  CSS: {
    supports: (property, value) => {
      const text = String(value).trim();
      return CSS_COLORS.includes(text.toLowerCase()) || COLOR_NOTATION.test(text);
    },
    escape: (text) => String(text).replace(/[^a-zA-Z0-9_\u0080-\uffff-]/g, '\\$&'),
  },
  Option: class {
    style = {}; // d3 sets a colour here and reads it again
  },
});

// What some V8 has, and another has not.
globalThis.console ||= Object.fromEntries(
  ['log', 'warn', 'error', 'info', 'debug', 'trace'].map((name) => [name, nothing]),
);
globalThis.performance ||= { now: () => Date.now() };
globalThis.queueMicrotask ||= (callback) => void Promise.resolve().then(callback);
globalThis.structuredClone ||= (value) => cloneValue(value);
globalThis.URL ||= Address;
globalThis.Image ||= Picture;
globalThis.btoa ||= toBase64;
globalThis.atob ||= fromBase64;
globalThis.crypto ||= {
  getRandomValues: (bytes) => bytes.map(() => Math.floor(Math.random() * 256)),
  randomUUID: () =>
    'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () =>
      Math.floor(Math.random() * 16).toString(16),
    ),
};
globalThis.TextEncoder ||= class {
  encode(text) {
    const bytes = [...unescape(encodeURIComponent(text))];
    return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
  }
};
globalThis.TextDecoder ||= class {
  decode(bytes) {
    return decodeURIComponent(escape(String.fromCharCode(...bytes)));
  }
};
