// Declarations of CSS: in style attributes, and in style sheets that scripts build.

/** Split declarations at the semicolons that are neither in quotes nor in brackets. */
function splitDeclarations(text) {
  const parts = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (quote) {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '(') depth++;
    else if (letter === ')') depth--;
    else if (letter === ';' && depth <= 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** The declarations of a rule, as CSSStyleDeclaration of CSSOM has them. */
class Declarations {
  constructor(text) {
    this._values = new Map();
    for (const part of splitDeclarations(text)) {
      const colon = part.indexOf(':');
      const name = part.slice(0, colon).trim();
      const value = part.slice(colon + 1).trim();
      if (colon > 0 && name && value)
        this._values.set(name, {
          value: value.replace(/\s*!\s*important$/i, ''),
          priority: /!\s*important$/i.test(value) ? 'important' : '',
        });
    }
  }
  setProperty(name, value, priority) {
    const text = value === null || value === undefined ? '' : String(value).trim();
    if (text === '') this._values.delete(name);
    else this._values.set(name, { value: text, priority: priority || '' });
  }
  removeProperty(name) {
    this._values.delete(name);
  }
  getPropertyValue(name) {
    return this._values.get(name)?.value ?? '';
  }
  getPropertyPriority(name) {
    return this._values.get(name)?.priority ?? '';
  }
  get length() {
    return this._values.size;
  }
  get cssText() {
    const show = ([name, { value, priority }]) => `${name}: ${value}${priority && ' !important'};`;
    return [...this._values].map(show).join(' ');
  }
}

/** An element's style: each change is written to its attribute. */
function inlineStyle(element) {
  const read = () => new Declarations(element.getAttribute('style') || '');
  const change = (name, value, priority) => {
    const declarations = read();
    declarations.setProperty(name, value, priority);
    const text = declarations.cssText;
    if (text) element.setAttribute('style', text);
    else element.removeAttribute('style');
  };
  const methods = {
    setProperty: change,
    removeProperty: (name) => change(name, ''),
    getPropertyValue: (name) => read().getPropertyValue(name),
    getPropertyPriority: (name) => read().getPropertyPriority(name),
  };
  return new Proxy(methods, {
    get: (_, name) => {
      if (name === 'cssText') return element.getAttribute('style') || '';
      if (typeof name === 'symbol' || name in methods) return methods[name];
      return read().getPropertyValue(toKebabCase(name));
    },
    set: (_, name, value) => {
      if (name === 'cssText') element.setAttribute('style', value);
      else change(toKebabCase(name), value);
      return true;
    },
  });
}

/** Split a style sheet into its rules {selector, body}; rules within rules stay in the body. */
function splitRules(css) {
  const rules = [];
  let depth = 0;
  let start = 0;
  let selector = '';
  const text = css.replace(/\/\*[^]*?\*\//g, '');
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{' && depth++ === 0) {
      selector = text.slice(start, i).trim();
      start = i + 1;
    } else if (text[i] === '}' && --depth === 0) {
      rules.push({ selector, body: text.slice(start, i).trim() });
      start = i + 1;
    } else if (text[i] === ';' && depth === 0) {
      start = i + 1; // @import and the like
    }
  }
  return rules;
}

/** Split a list of selectors at the commas that are not in brackets. */
const splitSelectors = (text) => text.split(/,(?![^()]*\))/).map((one) => one.trim());

class StyleRule {
  constructor({ selector, body }) {
    this.selectorText = selector;
    if (selector.startsWith('@')) this._text = `${selector} {${body}}`;
    else this.style = new Declarations(body);
  }
  get cssText() {
    if (this._text) return this._text;
    const declarations = this.style.cssText;
    return `${this.selectorText} { ${declarations}${declarations && ' '}}`;
  }
}

/** CSSStyleSheet, with which Mermaid checks and scopes the styles of a diagram. */
class StyleSheet {
  constructor() {
    this.cssRules = [];
  }
  insertRule(text, index = 0) {
    const [rule] = splitRules(text);
    if (!rule) throw new SyntaxError('Failed to parse the rule');
    this.cssRules.splice(index, 0, new StyleRule(rule));
    return index;
  }
  deleteRule(index) {
    this.cssRules.splice(index, 1);
  }
  replaceSync(text) {
    this.cssRules = splitRules(text).map((rule) => new StyleRule(rule));
  }
}
