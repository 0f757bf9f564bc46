// The cascade of CSS, for the few properties on which the layout of a picture depends.

const INHERITED = {
  'font-size': '16px',
  'font-family': '',
  'font-weight': '400',
  'font-style': 'normal',
  'text-anchor': 'start',
  'dominant-baseline': 'auto',
  'line-height': 'normal',
};
const INITIAL = { ...INHERITED, 'alignment-baseline': 'auto', display: 'inline' };
const ROOT_FONT_SIZE = 16;
const X_HEIGHT = 0.528; // of Liberation Sans, Arial and Helvetica: what the unit `ex` stands for
const FONT_SIZES = { small: 13, medium: 16, large: 18, 'x-large': 24 };

const parsedSheets = new Map();

/** Read the rules of a style sheet that set one of the properties, each with its specificity. */
function parseSheet(css) {
  if (parsedSheets.has(css)) return parsedSheets.get(css);
  const rules = [];
  for (const { selector: list, body } of splitRules(css)) {
    if (list.startsWith('@')) continue;
    const values = {};
    for (const declaration of body.split(';')) {
      const [name, ...rest] = declaration.split(':');
      const value = rest.join(':').trim();
      const property = name.trim().toLowerCase();
      if (property in INITIAL && value)
        values[property] = {
          value: value.replace(/\s*!important$/, ''),
          important: /!important$/.test(value),
        };
    }
    if (!Object.keys(values).length) continue;
    for (const selector of splitSelectors(list)) {
      if (!selector || /::|:root|:hover/.test(selector)) continue;
      rules.push({ selector, values, weight: specificity(selector), ...lastCompound(selector) });
    }
  }
  if (parsedSheets.size > 64) parsedSheets.clear(); // two for each diagram
  parsedSheets.set(css, rules);
  return rules;
}

function specificity(selector) {
  const count = (text, pattern) => (text.match(pattern) || []).length;
  const ids = count(selector, /#[\w-]+/g);
  const classes = count(selector, /\.[\w-]+|\[[^\]]*\]|:(?!:|not)[\w-]+/g);
  const rest = selector.replace(/[.#][\w-]+|\[[^\]]*\]|:[\w-]+(\([^)]*\))?/g, ' ');
  return ids * 10000 + classes * 100 + count(rest, /[a-zA-Z][\w-]*/g);
}

/** Return the id, class and tag that an element must have at least: a quick test before the full. */
function lastCompound(selector) {
  const last = selector.split(/[\s>+~]+/).pop();
  const id = /#([\w-]+)/.exec(last);
  const name = /\.([\w-]+)/.exec(last);
  const negated = name && /:not\([^)]*$/.test(last.slice(0, name.index));
  const tag = /^([a-zA-Z][\w-]*)/.exec(last);
  return { id: id?.[1], className: negated ? undefined : name?.[1], tag: tag?.[1].toLowerCase() };
}

function outermostSvg(element) {
  let found = null;
  for (let node = element; node && node.nodeType === 1; node = node.parentNode)
    if (node.localName === 'svg') found = node;
  return found;
}

const rulesOfPicture = new WeakMap();

function rulesFor(svg) {
  if (!svg) return [];
  const sheets = svg.childNodes.filter((child) => child.localName === 'style');
  const texts = sheets.map((sheet) => sheet.textContent);
  const state = texts.map((text) => text.length).join(); // good enough: Mermaid only adds
  const known = rulesOfPicture.get(svg);
  if (known && known.state === state) return known.rules;
  const rules = texts.flatMap(parseSheet);
  rulesOfPicture.set(svg, { state, rules });
  return rules;
}

/** Return what is declared for a property of an element: inline, by a rule, or as an attribute. */
function declaredValue(element, property, rules) {
  let best = null;
  for (const rule of rules) {
    const declared = rule.values[property];
    if (!declared) continue;
    if (rule.id && rule.id !== element.id) continue;
    if (rule.className && !element.classList.contains(rule.className)) continue;
    if (rule.tag && rule.tag !== element.localName.toLowerCase()) continue;
    if (best && outranks(best, { ...declared, weight: rule.weight })) continue;
    if (matchesSafely(element, rule.selector)) best = { ...declared, weight: rule.weight };
  }
  if (best?.important) return best.value;
  const inline = element.getAttribute('style');
  const own = inline && new Declarations(inline).getPropertyValue(property);
  if (own) return own;
  if (best) return best.value;
  const attribute = element.getAttribute(property);
  if (attribute) return attribute;
  if (property === 'font-weight' && /^(b|strong)$/.test(element.localName)) return 'bold';
  if (property === 'font-style' && /^(i|em)$/.test(element.localName)) return 'italic';
  return undefined;
}

function outranks(first, second) {
  if (first.important !== second.important) return first.important;
  return first.weight > second.weight; // of equals the later one counts
}

function matchesSafely(element, selector) {
  try {
    return element.matches(selector);
  } catch {
    return false; // a selector that is not valid matches nothing
  }
}

/** Return the number at the start of a text, NaN if there is none. */
function leadingNumber(text) {
  const match = /^(-?[\d.]+(?:e-?\d+)?)/.exec(String(text));
  return match ? Number(match[1]) : NaN;
}

/** Return a font size in pixels; `parent` is that of the parent element. */
function fontSizeInPixels(text, parent) {
  const number = leadingNumber(text);
  if (Number.isNaN(number)) {
    if (text === 'smaller') return parent / 1.2;
    if (text === 'larger') return parent * 1.2;
    return FONT_SIZES[text] || parent;
  }
  const [, unit] = /(rem|ex|em|%|pt)$/.exec(text) || [];
  const factor = {
    rem: ROOT_FONT_SIZE,
    ex: parent * X_HEIGHT,
    em: parent,
    '%': parent / 100,
    pt: 4 / 3,
  };
  return number * (factor[unit] ?? 1);
}

function computedStyle(element, property) {
  const rules = rulesFor(outermostSvg(element));
  for (let node = element; node && node.nodeType === 1; node = node.parentNode) {
    const value = declaredValue(node, property, rules);
    if (value !== undefined && value !== 'inherit') {
      if (property !== 'font-size') return value;
      const outer = node.parentNode && node.parentNode.nodeType === 1;
      const relative = /(em|ex|%|[a-z]{4})$/.test(value) && !/rem$/.test(value);
      const parent =
        outer && relative ? parseFloat(computedStyle(node.parentNode, property)) : ROOT_FONT_SIZE;
      return `${fontSizeInPixels(value, parent)}px`;
    }
    if (!(property in INHERITED)) break;
  }
  return INITIAL[property];
}

globalThis.getComputedStyle = (element) => {
  const read = (property) => {
    if (property in INITIAL) return computedStyle(element, property);
    return element.style?.getPropertyValue(property) || '';
  };
  const getPropertyValue = (property) =>
    read(property) || (/^(padding|margin|border)/.test(property) ? '0px' : '');
  return new Proxy(
    { getPropertyValue },
    { get: (methods, name) => methods[name] ?? read(toKebabCase(name)) },
  );
};
