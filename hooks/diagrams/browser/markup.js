// Text to elements, and elements to text, in the way of HTML's parser.

const HTML = 'http://www.w3.org/1999/xhtml';
const SVG = 'http://www.w3.org/2000/svg';
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

// The names of which HTML's parser restores the capitals within SVG.
const withCapitals = (names) =>
  Object.fromEntries(names.split(' ').map((name) => [name.toLowerCase(), name]));
const SVG_ELEMENTS = withCapitals(
  'foreignObject linearGradient radialGradient clipPath textPath feGaussianBlur feOffset feMerge ' +
    'feMergeNode feFlood feComposite feDropShadow feColorMatrix feBlend animateTransform ' +
    'animateMotion',
);
const SVG_ATTRIBUTES = withCapitals(
  'viewBox preserveAspectRatio refX refY markerWidth markerHeight markerUnits gradientUnits ' +
    'gradientTransform patternUnits clipPathUnits textLength lengthAdjust stdDeviation ' +
    'startOffset baseFrequency',
);

// Of HTML's 2,231 named characters those that occur in diagrams.
// prettier-ignore
const ENTITIES = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', copy: '©', reg: '®',
  hellip: '…', mdash: '—', ndash: '–', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', bull: '•',
  middot: '·', times: '×', laquo: '«', raquo: '»', deg: '°', rarr: '→', larr: '←', uarr: '↑',
  darr: '↓', harr: '↔', euro: '€', infin: '∞', hearts: '♥', ne: '≠', le: '≤', ge: '≥',
  alpha: 'α', beta: 'β', gamma: 'γ', equals: '=', num: '#', colon: ':', semi: ';', lpar: '(',
  rpar: ')', lbrack: '[', rbrack: ']', lbrace: '{', rbrace: '}', comma: ',', period: '.',
  sol: '/', bsol: '\\', plus: '+', minus: '−', ast: '*', excl: '!', quest: '?', commat: '@',
  percnt: '%', dollar: '$', lowbar: '_', grave: '`', verbar: '|', vert: '|', Tab: '\t',
  NewLine: '\n', nvlt: '<', check: '✓', cross: '✗', hyphen: '‐', phi: 'φ', pi: 'π', omega: 'ω',
  lambda: 'λ', mu: 'μ', sigma: 'σ', theta: 'θ', delta: 'δ', Delta: 'Δ', Sigma: 'Σ', Omega: 'Ω',
  sum: '∑', radic: '√', asymp: '≈', plusmn: '±', para: '¶', sect: '§', trade: '™', larrhk: '↩',
  iquest: '¿', yen: '¥', pound: '£', cent: '¢', frac12: '½', micro: 'µ', szlig: 'ß', auml: 'ä',
  ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', eacute: 'é', egrave: 'è', agrave: 'à',
  ccedil: 'ç', ntilde: 'ñ', oslash: 'ø', aring: 'å', aelig: 'æ',
};

const escapeText = (text) =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\u00a0/g, '&nbsp;');
const escapeAttribute = (value) =>
  value
    .replace(/&/g, '&amp;')
    .replace(/"/g, '&quot;')
    .replace(/\u00a0/g, '&nbsp;');

function characterOf(code) {
  try {
    return String.fromCodePoint(code);
  } catch {
    return '\ufffd'; // no such character
  }
}

function decodeEntities(text) {
  return text.replace(
    /&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|([a-zA-Z][a-zA-Z0-9]*));/g,
    (all, decimal, hexadecimal, name) => {
      if (decimal) return characterOf(Number(decimal));
      if (hexadecimal) return characterOf(parseInt(hexadecimal, 16));
      return ENTITIES[name] ?? all;
    },
  );
}

const isRaw = (element) => element.localName === 'style' || element.localName === 'script';

function serialize(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    const raw = node.parentNode && isRaw(node.parentNode);
    return raw ? node.nodeValue : escapeText(node.nodeValue);
  }
  if (node.nodeType === Node.COMMENT_NODE) return `<!--${node.nodeValue}-->`;
  const content = node.childNodes.map(serialize).join('');
  if (node.nodeType !== Node.ELEMENT_NODE) return content;
  const name = node.prefix ? `${node.prefix}:${node.localName}` : node.localName;
  let attributes = '';
  for (const [key, value] of node._attributes) attributes += ` ${key}="${escapeAttribute(value)}"`;
  if (node.namespaceURI === HTML && VOID.has(name)) return `<${name}${attributes}>`;
  return `<${name}${attributes}>${content}</${name}>`;
}

// prettier-ignore
const TOKEN = new RegExp(
  [
    /<!--([^]*?)-->/, // 1 a comment
    /<!\[CDATA\[([^]*?)\]\]>/, // 2 a text that is not decoded
    /<\/([a-zA-Z][^\s>]*)\s*>/, // 3 the end of an element
    /<([a-zA-Z][^\s\/>]*)((?:\s+|\/(?!>)|[^\s"'>\/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*(\/?)>/, // 4 to 6 its beginning
    /([^<]+|<)/, // 7 a text
  ].map((part) => part.source).join('|'),
  'g',
);
const ATTRIBUTE = /([^\s"'>\/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/** Add to an element, or a document, what a text of HTML with SVG in it stands for. */
function parseInto(root, text) {
  const document = root.ownerDocument || root;
  const tokens = new RegExp(TOKEN);
  let parent = root;
  let token;
  while ((token = tokens.exec(text))) {
    const [, comment, verbatim, closed, opened, attributes, selfClosing, words] = token;
    if (comment !== undefined) parent.appendChild(new Comment(comment, document));
    else if (verbatim !== undefined) parent.appendChild(new Text(verbatim, document));
    else if (closed !== undefined) parent = parentAfter(closed.toLowerCase(), parent, root);
    else if (opened !== undefined) {
      const element = makeElement(opened, attributes, parent, document);
      const inHtml = element.namespaceURI === HTML;
      const nested = inHtml && element.localName === 'p' && parent.localName === 'p';
      if (nested && parent !== root) parent = parent.parentNode; // a paragraph ends the last one
      parent.appendChild(element);
      if (inHtml ? VOID.has(element.localName) : selfClosing) continue;
      if (isRaw(element)) tokens.lastIndex = readRaw(element, text, tokens.lastIndex);
      else parent = element;
    } else appendText(parent, decodeEntities(words), document);
  }
}

/** Return the element that goes on after the end of one: of one that is not open, nothing ends. */
function parentAfter(name, parent, root) {
  for (let element = parent; element !== root; element = element.parentNode)
    if (element.localName.toLowerCase() === name) return element.parentNode;
  return parent;
}

function makeElement(name, attributes, parent, document) {
  const low = name.toLowerCase();
  const inSvg = low === 'svg' || holdsSvg(parent);
  const element = inSvg
    ? new SVGElement(SVG, SVG_ELEMENTS[low] || name, document)
    : new HTMLElement(HTML, low, document);
  for (const [, key, double, single, bare] of attributes.matchAll(ATTRIBUTE)) {
    const plain = key.toLowerCase();
    const known = inSvg ? SVG_ATTRIBUTES[plain] || key : plain;
    if (!element._attributes.has(known))
      element._attributes.set(known, decodeEntities(double ?? single ?? bare ?? ''));
  }
  return element;
}

function holdsSvg(node) {
  for (let element = node; element && element.nodeType === 1; element = element.parentNode) {
    if (element.localName === 'foreignObject') return false;
    if (element.namespaceURI === SVG) return true;
  }
  return false;
}

/** Read a style sheet or a script up to its end; return where the text goes on. */
function readRaw(element, text, from) {
  const rest = text.slice(from);
  const end = new RegExp(`</${element.localName}\\s*>`, 'i').exec(rest);
  const content = end ? rest.slice(0, end.index) : rest;
  if (content) element.appendChild(new Text(content, element.ownerDocument));
  return from + (end ? end.index + end[0].length : rest.length);
}

function appendText(parent, text, document) {
  const last = parent.lastChild;
  if (last && last.nodeType === Node.TEXT_NODE) last.nodeValue += text;
  else parent.appendChild(new Text(text, document));
}
