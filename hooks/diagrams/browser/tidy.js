// What Mermaid drew, without what no reader sees: a tenth of the size, and the same every time.

const URL_REFERENCE = /url\(\s*["']?#([^"')]+)["']?\s*\)/g;
const SHARED = /^(marker|lineargradient|radialgradient|filter|pattern|clippath|mask|symbol)$/i;
const GEOMETRY = new Set(
  (
    'd transform points x y x1 y1 x2 y2 cx cy r rx ry width height dx dy refX refY ' +
    'markerWidth markerHeight stroke-width viewBox'
  ).split(' '),
);

/** Under gradient strokes, lines that are exactly horizontal vanish: there, three decimals. */
const decimalsFor = (svg) => (svg.querySelector('linearGradient, radialGradient') ? 3 : DECIMALS);
const roundNumbers = (text, decimals) =>
  text.replace(/-?\d*\.\d+(?:e-?\d+)?/gi, (number) =>
    String(Math.round(+number * 10 ** decimals) / 10 ** decimals + 0),
  );

/** Keep the rules that match something in the picture; `selectors` are relative to the picture. */
function matchingRules(svg, css) {
  const scope = '#' + svg.id;
  const elements = [...svg._descendants()];
  const matches = (selector) => {
    const plain = selector.replace(/::?(hover|focus|active|before|after)\b/g, '') || '*';
    const test = compileSelector(plain.replace(/^[>+~]\s*/, ''));
    return elements.some((element) => test(element, svg));
  };
  const rules = [];
  for (const { selector, body } of splitRules(css)) {
    if (selector.startsWith('@')) {
      rules.push({ at: selector, body });
      continue;
    }
    const selectors = splitSelectors(selector)
      .filter((one) => !one.includes(':root'))
      .map((one) => (one.startsWith(scope) ? one.slice(scope.length).trim() : one))
      .filter((one) => one === '' || matches(one));
    if (selectors.length && body) rules.push({ selectors, body: body.replace(/;\s*$/, '') });
  }
  return rules;
}

/** Return the ids that something in the picture refers to. */
function usedIds(svg, rules) {
  const used = new Set();
  const scan = (text) => {
    for (const match of text.matchAll(URL_REFERENCE)) used.add(match[1]);
  };
  for (const element of svg._descendants())
    for (const [name, value] of element._attributes) {
      scan(value);
      if ((name === 'href' || name === 'xlink:href') && value[0] === '#') used.add(value.slice(1));
    }
  for (const rule of rules) scan(rule.body);
  return used;
}

function removeUnusedDefinitions(svg, rules) {
  for (let removed = true; removed;) {
    removed = false;
    const used = usedIds(svg, rules);
    for (const element of [...svg._descendants()]) {
      if (!SHARED.test(element.localName) || used.has(element.id)) continue;
      element.remove();
      removed = true;
    }
  }
}

/** Give short ids to what is referred to, and take all others; return the new names. */
function renameIds(svg, rules, key) {
  const used = usedIds(svg, rules);
  for (const { selectors = [] } of rules)
    for (const selector of selectors)
      for (const match of selector.matchAll(/#([\w-]+)/g)) used.add(match[1]);
  const names = new Map();
  for (const element of svg._descendants()) {
    const id = element.getAttribute('id');
    if (id === null) continue;
    if (!used.has(id)) {
      element.removeAttribute('id');
      continue;
    }
    if (!names.has(id)) names.set(id, `${key}-${names.size.toString(36)}`);
    element.setAttribute('id', names.get(id));
  }
  return names;
}

/** The page chooses the font, so that every diagram has the same. Empty values say nothing. */
const isIdle = (declaration) =>
  !declaration.includes(':') ||
  /^font-family\s*:/i.test(declaration) ||
  /:\s*(undefined|null|NaN)?\s*(!important)?$/.test(declaration);

function tidyDeclarations(text) {
  const last = new Map(); // of two declarations of a property the later one counts
  for (const declaration of splitDeclarations(text).map((one) => one.trim())) {
    if (isIdle(declaration)) continue;
    const short = declaration.replace(/\s*:\s*/, ':').replace(/\s*!important/, '!important');
    last.set(short.slice(0, short.indexOf(':')), short);
  }
  return [...last.values()].join(';');
}

function tidyAttributes(svg, rules, names) {
  const decimals = decimalsFor(svg);
  const classes = new Set();
  const attributes = new Set();
  for (const selector of rules.flatMap((rule) => rule.selectors || [])) {
    for (const match of selector.matchAll(/\.((?:\\.|[\w-])+)/g))
      classes.add(match[1].replace(/\\/g, ''));
    for (const match of selector.matchAll(/\[\s*([\w-]+)/g)) attributes.add(match[1]);
  }
  const rename = (value) =>
    value.replace(URL_REFERENCE, (all, id) => `url(#${names.get(id) || id})`);
  const tidyValue = (name, value) => {
    if (name === 'class') {
      const all = value.split(/\s+/);
      const kept = attributes.has('class') ? all : all.filter((one) => classes.has(one));
      return [...new Set(kept)].join(' ');
    }
    if (name === 'style') return rename(roundNumbers(tidyDeclarations(value), 3));
    if (name === 'points') value = value.trim().replace(/\s+/g, ' ');
    if (name === 'd' && decimals === DECIMALS) return shortenPath(value);
    if (name === 'transform') return roundNumbers(value, decimals).replace(/,\s+/g, ' ');
    if (GEOMETRY.has(name)) return roundNumbers(value, name === 'd' ? 3 : decimals);
    if (name === 'href') {
      if (/^\s*(javascript|data|vbscript):/i.test(value)) return '';
      return value[0] === '#' ? '#' + (names.get(value.slice(1)) || value.slice(1)) : value;
    }
    return rename(value);
  };
  for (const element of svg._descendants()) {
    for (const [name, value] of [...element._attributes]) {
      const idle = name === 'font-family' || /^on/.test(name) || name.startsWith('aria-');
      // SVG gives `name` no meaning, and `alignment-baseline` none on a whole text.
      const unseen = /^(data-|(name|alignment-baseline)$)/.test(name) && !attributes.has(name);
      const plainName = name === 'xlink:href' ? 'href' : name;
      const kept = idle || unseen ? '' : tidyValue(plainName, value);
      if (kept === '' || plainName !== name) element.removeAttribute(name);
      if (kept !== '') element.setAttribute(plainName, kept);
    }
  }
}

/** Mermaid puts the name of a branch to one side of its box. */
function centerBranchNames(svg) {
  for (const name of svg.querySelectorAll('[class*="branch-label"]')) {
    const box = name.parentNode.previousElementSibling;
    if (!box || box.localName !== 'rect') continue;
    const [outer, inner] = [boxInParent(box), boxInParent(name)];
    const shift = outer.x + outer.width / 2 - (inner.x + inner.width / 2);
    name.setAttribute('transform', `translate(${shift}, 0) ${name.getAttribute('transform')}`);
  }
}

/** Mermaid begins the name of a state where the measured one would begin: in another font, and in
 *  lines of different lengths, that is not the middle. */
function centerStateNames(svg) {
  for (const text of svg.querySelectorAll('g.node text')) {
    if (computedStyle(text, 'text-anchor') !== 'start') continue;
    const { width } = layoutText(text).box || EMPTY_BOX;
    text.style.setProperty('text-anchor', 'middle');
    text.setAttribute('transform', `translate(${width / 2}, 0)`);
  }
}

/** Where Mermaid offers a label as HTML or as SVG text, take the text: it never clips. */
function chooseText(svg) {
  for (const choice of svg.querySelectorAll('switch')) {
    const text = choice.children.find((child) => child.localName !== 'foreignObject');
    if (text) choice.replaceWith(text);
  }
}

/** Text is upright and of normal weight unless something says otherwise. */
function removeDefaults(svg) {
  for (const name of ['font-style', 'font-weight']) {
    const said = [...svg._descendants()].filter((element) => element.hasAttribute(name));
    if (said.every((element) => element.getAttribute(name) === 'normal'))
      for (const element of said) element.removeAttribute(name);
  }
}

/** A group that says nothing groups nothing. */
function unwrapGroups(svg, rules) {
  if (rules.some(({ selectors = [] }) => selectors.some((one) => /[>+~]|:\w/.test(one)))) return;
  for (const group of svg.querySelectorAll('g'))
    if (group._attributes.size === 0) group.replaceWith(...group.childNodes);
}

function removeEmptyElements(svg) {
  for (let removed = true; removed;) {
    removed = false;
    for (const element of [...svg._descendants()]) {
      const name = element.localName;
      const empty =
        ((name === 'g' || name === 'defs') && !element.childNodes.length) ||
        (name === 'text' && !element.textContent.trim()) ||
        (name === 'rect' && !(element.hasAttribute('width') && element.hasAttribute('height'))) ||
        name === 'script';
      if (!empty) continue;
      element.remove();
      removed = true;
    }
  }
}

/** Mermaid wraps each word of a label: join neighbours that are dressed alike. */
function joinWords(svg) {
  const dress = (tspan) =>
    [...tspan._attributes]
      .map(([name, value]) => `${name}=${value}`)
      .sort()
      .join();
  const joins = (tspan) =>
    tspan.localName === 'tspan' &&
    !tspan.children.length &&
    !tspan.hasAttribute('x') &&
    !tspan.hasAttribute('dy');
  for (const line of svg.querySelectorAll('tspan')) {
    const words = line.children;
    for (let i = words.length - 1; i > 0; i--) {
      const [before, word] = [words[i - 1], words[i]];
      if (!joins(before) || !joins(word) || dress(before) !== dress(word)) continue;
      before.textContent += word.textContent;
      word.remove();
    }
  }
  for (const tspan of svg.querySelectorAll('tspan'))
    if (tspan._attributes.size === 0) tspan.replaceWith(...tspan.childNodes);
}

function writeStyles(rules, key, names) {
  const rename = (text) => text.replace(/#([\w-]+)/g, (all, id) => '#' + (names.get(id) || id));
  let css = '';
  const frames = [];
  for (const { at, selectors, body } of rules) {
    if (at && at.startsWith('@keyframes')) {
      frames.push({ name: at.split(/\s+/)[1], text: `${at}{${body}}` });
    } else if (at) {
      css += `${at}{${body}}`;
    } else {
      const tidied = tidyDeclarations(body).replace(
        URL_REFERENCE,
        (all, id) => `url(#${names.get(id) || id})`,
      );
      if (!tidied) continue;
      const joined = selectors.map((one) => {
        const gap = one === '' || /^[>+~]/.test(one) ? '' : ' ';
        return `#${key}${gap}${rename(one)}`;
      });
      css += `${joined.join(',')}{${tidied}}`;
    }
  }
  for (const { name, text } of frames)
    if (new RegExp(`animation[^;}]*\\b${name}\\b`).test(css)) css += text;
  return css;
}

/** Return the rules in the blocks `@type a b { … }` of a style sheet that are for a type. */
function rulesForType(css, type) {
  return splitRules(css)
    .filter(({ selector }) => selector.split(/\s+/).slice(1).includes(type))
    .map(({ body }) => body)
    .join('\n');
}

/** Tidy the text of one drawing. Return its parts: style sheet, content, opening tag, sizes. */
function tidy(text, key, refinements) {
  const host = document.createElement('div');
  parseInto(host, text);
  const svg = host.firstElementChild;
  const type = svg.getAttribute('aria-roledescription') || '';
  if (type === 'gitGraph') centerBranchNames(svg);
  if (type === 'stateDiagram') centerStateNames(svg);
  const sheets = svg.children.filter((child) => child.localName === 'style');
  const css = sheets.map((sheet) => sheet.textContent).join('') + rulesForType(refinements, type);
  const words = svg.children.filter((child) => /^(title|desc)$/.test(child.localName));
  // The figure says both in the page's own text; a <title> would also pop up under the pointer.
  for (const element of [...sheets, ...words]) element.remove();

  chooseText(svg);
  joinOutlines(svg);
  const rules = matchingRules(svg, css);
  removeUnusedDefinitions(svg, rules);
  const names = renameIds(svg, rules, key);
  tidyAttributes(svg, rules, names);
  removeEmptyElements(svg);
  removeDefaults(svg);
  joinWords(svg);
  unwrapGroups(svg, rules);

  const box = (svg.getAttribute('viewBox') || '').split(/[\s,]+/).map(Number);
  if (box.length !== 4 || box.some((number) => !Number.isFinite(number)))
    throw new Error('the picture has no size');
  const [x, y, width, height] = box.map((number) => Math.round(number * 100) / 100);
  for (const name of svg.getAttributeNames()) svg.removeAttribute(name);
  svg.setAttribute('id', key);
  svg.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
  svg.setAttribute('width', String(Math.ceil(width)));
  svg.setAttribute('height', String(Math.ceil(height)));
  const body = svg.innerHTML;
  const markup = svg.outerHTML;
  const open = markup.slice(0, markup.length - body.length - '</svg>'.length);
  return { css: writeStyles(rules, key, names), body, open, type, width, height };
}
