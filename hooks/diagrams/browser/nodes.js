// The document: what d3 and Mermaid's renderers ask of one, and nothing more.
// Sources: DOM, https://dom.spec.whatwg.org; names beginning with _ are our own.

const toKebabCase = (name) =>
  String(name).replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase());

class Node {
  constructor(type, document) {
    this.nodeType = type;
    this.ownerDocument = document;
    this.parentNode = null;
    this.childNodes = [];
  }
  toJSON() {
    return {}; // or whoever serializes an object that holds a node runs in circles
  }

  // Neighbours
  get parentElement() {
    const parent = this.parentNode;
    return parent && parent.nodeType === Node.ELEMENT_NODE ? parent : null;
  }
  get firstChild() {
    return this.childNodes[0] || null;
  }
  get lastChild() {
    return this.childNodes[this.childNodes.length - 1] || null;
  }
  get nextSibling() {
    return this._sibling(1);
  }
  get previousSibling() {
    return this._sibling(-1);
  }
  _sibling(step) {
    const siblings = this.parentNode ? this.parentNode.childNodes : [this];
    return siblings[siblings.indexOf(this) + step] || null;
  }
  get nextElementSibling() {
    let node = this.nextSibling;
    while (node && node.nodeType !== Node.ELEMENT_NODE) node = node.nextSibling;
    return node;
  }
  get previousElementSibling() {
    let node = this.previousSibling;
    while (node && node.nodeType !== Node.ELEMENT_NODE) node = node.previousSibling;
    return node;
  }
  get children() {
    return this.childNodes.filter((child) => child.nodeType === Node.ELEMENT_NODE);
  }
  get childElementCount() {
    return this.children.length;
  }
  get firstElementChild() {
    return this.children[0] || null;
  }
  get lastElementChild() {
    return this.children.pop() || null;
  }
  hasChildNodes() {
    return this.childNodes.length > 0;
  }
  getRootNode() {
    let node = this;
    while (node.parentNode) node = node.parentNode;
    return node;
  }
  get isConnected() {
    return this.getRootNode().nodeType === Node.DOCUMENT_NODE;
  }
  contains(other) {
    for (let node = other; node; node = node.parentNode) if (node === this) return true;
    return false;
  }
  compareDocumentPosition(other) {
    if (other === this) return 0;
    if (this.contains(other)) return 20; // contained by this, following
    if (other.contains(this)) return 10; // contains this, preceding
    const [ours, theirs] = [this._path(), other._path()];
    let depth = 0;
    while (ours[depth] === theirs[depth]) depth++;
    if (depth === 0) return 1; // in another tree
    const siblings = ours[depth - 1].childNodes;
    return siblings.indexOf(ours[depth]) < siblings.indexOf(theirs[depth]) ? 4 : 2;
  }
  _path() {
    return this.parentNode ? [...this.parentNode._path(), this] : [this];
  }

  // Changes
  insertBefore(child, reference) {
    if (child.nodeType === Node.DOCUMENT_FRAGMENT_NODE) {
      for (const node of [...child.childNodes]) this.insertBefore(node, reference);
      return child;
    }
    if (child === reference) return child;
    if (child.parentNode) child.parentNode.removeChild(child);
    const index = reference ? this.childNodes.indexOf(reference) : this.childNodes.length;
    if (index < 0) throw new Error('NotFoundError');
    this.childNodes.splice(index, 0, child);
    child.parentNode = this;
    return child;
  }
  appendChild(child) {
    return this.insertBefore(child, null);
  }
  removeChild(child) {
    const index = this.childNodes.indexOf(child);
    if (index < 0) throw new Error('NotFoundError');
    this.childNodes.splice(index, 1);
    child.parentNode = null;
    return child;
  }
  replaceChild(child, old) {
    this.insertBefore(child, old);
    return this.removeChild(old);
  }
  remove() {
    if (this.parentNode) this.parentNode.removeChild(this);
  }
  append(...items) {
    for (const item of items) this.insertBefore(this._toNode(item), null);
  }
  prepend(...items) {
    const first = this.firstChild;
    for (const item of items) this.insertBefore(this._toNode(item), first);
  }
  before(...items) {
    for (const item of items) this.parentNode.insertBefore(this._toNode(item), this);
  }
  after(...items) {
    const next = this.nextSibling;
    for (const item of items) this.parentNode.insertBefore(this._toNode(item), next);
  }
  replaceWith(...items) {
    this.before(...items);
    this.remove();
  }
  replaceChildren(...items) {
    for (const child of this.childNodes) child.parentNode = null;
    this.childNodes = [];
    this.append(...items);
  }
  _toNode(item) {
    return typeof item === 'object' ? item : new Text(item, this.ownerDocument || this);
  }

  // Text
  get textContent() {
    const seen = this.childNodes.filter((child) => child.nodeType !== Node.COMMENT_NODE);
    return seen.map((child) => child.textContent).join('');
  }
  set textContent(value) {
    this.replaceChildren();
    if (value === null || value === undefined || value === '') return;
    // Mermaid leaves entities such as &quot; in labels that are no HTML, and a browser shows them so.
    const text = this.localName === 'tspan' ? decodeEntities(String(value)) : String(value);
    this.appendChild(new Text(text, this.ownerDocument));
  }

  // Search
  *_descendants() {
    for (const child of this.childNodes) {
      if (child.nodeType !== Node.ELEMENT_NODE) continue;
      yield child;
      yield* child._descendants();
    }
  }
  querySelectorAll(selector) {
    const matches = compileSelector(selector);
    return [...this._descendants()].filter((element) => matches(element, this));
  }
  querySelector(selector) {
    const matches = compileSelector(selector);
    for (const element of this._descendants()) if (matches(element, this)) return element;
    return null;
  }
  getElementsByTagName(name) {
    const low = name.toLowerCase();
    const all = [...this._descendants()];
    return all.filter((element) => low === '*' || element.localName.toLowerCase() === low);
  }
  getElementsByClassName(name) {
    return [...this._descendants()].filter((element) => element.classList.contains(name));
  }

  // Nothing happens while a picture is drawn
  addEventListener() {}
  removeEventListener() {}
  dispatchEvent() {
    return true;
  }
}
Object.assign(Node, {
  ELEMENT_NODE: 1,
  TEXT_NODE: 3,
  COMMENT_NODE: 8,
  DOCUMENT_NODE: 9,
  DOCUMENT_FRAGMENT_NODE: 11,
});

class CharacterData extends Node {
  constructor(type, name, value, document) {
    super(type, document);
    this.nodeName = name;
    this.nodeValue = String(value);
  }
  get data() {
    return this.nodeValue;
  }
  set data(value) {
    this.nodeValue = String(value);
  }
  get textContent() {
    return this.nodeValue;
  }
  set textContent(value) {
    this.nodeValue = String(value);
  }
  get length() {
    return this.nodeValue.length;
  }
  cloneNode() {
    return new this.constructor(this.nodeValue, this.ownerDocument);
  }
}

class Text extends CharacterData {
  constructor(value, document) {
    super(Node.TEXT_NODE, '#text', value, document);
  }
}

class Comment extends CharacterData {
  constructor(value, document) {
    super(Node.COMMENT_NODE, '#comment', value, document);
  }
}

class ClassList {
  constructor(element) {
    this._element = element;
  }
  _names() {
    return (this._element.getAttribute('class') || '').split(/\s+/).filter(Boolean);
  }
  _write(names) {
    this._element.setAttribute('class', names.join(' '));
  }
  contains(name) {
    return this._names().includes(name);
  }
  add(...names) {
    this._write([...new Set([...this._names(), ...names])]);
  }
  remove(...names) {
    this._write(this._names().filter((name) => !names.includes(name)));
  }
  toggle(name, force = !this.contains(name)) {
    if (force) this.add(name);
    else this.remove(name);
    return Boolean(force);
  }
  get length() {
    return this._names().length;
  }
  item(index) {
    return this._names()[index] || null;
  }
  toString() {
    return this._names().join(' ');
  }
  forEach(callback) {
    this._names().forEach(callback);
  }
  [Symbol.iterator]() {
    return this._names()[Symbol.iterator]();
  }
}

class Element extends Node {
  constructor(namespace, name, document) {
    super(Node.ELEMENT_NODE, document);
    const [local, prefix] = name.split(':').reverse();
    this.namespaceURI = namespace;
    this.prefix = prefix || null;
    this.localName = local;
    this.tagName = this.nodeName = namespace === HTML ? name.toUpperCase() : name;
    this._attributes = new Map();
  }

  // Attributes
  get attributes() {
    const list = [...this._attributes].map(([name, value]) => ({
      name,
      value,
      nodeName: name,
      nodeValue: value,
    }));
    list.getNamedItem = (name) => list.find((attribute) => attribute.name === name) || null;
    return list;
  }
  getAttributeNames() {
    return [...this._attributes.keys()];
  }
  hasAttributes() {
    return this._attributes.size > 0;
  }
  getAttribute(name) {
    return this._attributes.get(name) ?? null;
  }
  hasAttribute(name) {
    return this._attributes.has(name);
  }
  setAttribute(name, value) {
    const key = this.namespaceURI === HTML ? String(name).toLowerCase() : String(name);
    this._attributes.set(key, String(value));
  }
  removeAttribute(name) {
    this._attributes.delete(name);
  }
  toggleAttribute(name, force = !this.hasAttribute(name)) {
    if (force) this.setAttribute(name, '');
    else this.removeAttribute(name);
  }
  getAttributeNS(namespace, name) {
    return this.getAttribute(name) ?? this.getAttribute(`xlink:${name}`);
  }
  hasAttributeNS(namespace, name) {
    return this.hasAttribute(name);
  }
  setAttributeNS(namespace, name, value) {
    const linked = namespace === 'http://www.w3.org/1999/xlink' && !name.includes(':');
    this.setAttribute(linked ? `xlink:${name}` : name, value);
  }
  removeAttributeNS(namespace, name) {
    this.removeAttribute(name);
    this.removeAttribute(`xlink:${name}`);
  }
  get id() {
    return this.getAttribute('id') || '';
  }
  set id(value) {
    this.setAttribute('id', value);
  }
  get className() {
    const value = this.getAttribute('class') || '';
    return this.namespaceURI === SVG ? { baseVal: value, animVal: '' } : value;
  }
  set className(value) {
    this.setAttribute('class', value);
  }
  get classList() {
    return (this._classList ||= new ClassList(this));
  }
  get dataset() {
    return new Proxy(this, {
      get: (element, key) => element._attributes.get(`data-${toKebabCase(key)}`),
      set: (element, key, value) => {
        element.setAttribute(`data-${toKebabCase(key)}`, value);
        return true;
      },
    });
  }
  get style() {
    return (this._style ||= inlineStyle(this));
  }
  set style(value) {
    this.setAttribute('style', value);
  }

  // Tree
  get ownerSVGElement() {
    for (let node = this.parentElement; node; node = node.parentElement)
      if (node.localName === 'svg') return node;
    return null;
  }
  matches(selector) {
    return compileSelector(selector)(this, null);
  }
  closest(selector) {
    const matches = compileSelector(selector);
    for (let node = this; node; node = node.parentElement) if (matches(node, null)) return node;
    return null;
  }
  cloneNode(deep) {
    const name = this.prefix ? `${this.prefix}:${this.localName}` : this.localName;
    const copy = new Element(this.namespaceURI, name, this.ownerDocument);
    for (const [key, value] of this._attributes) copy._attributes.set(key, value);
    if (deep) for (const child of this.childNodes) copy.appendChild(child.cloneNode(true));
    return copy;
  }

  // Markup
  get innerHTML() {
    return this.childNodes.map(serialize).join('');
  }
  set innerHTML(text) {
    this.replaceChildren();
    if (!isRaw(this)) parseInto(this, String(text));
    else if (text) this.appendChild(new Text(text, this.ownerDocument));
  }
  get outerHTML() {
    return serialize(this);
  }
  get innerText() {
    return this.textContent;
  }
  set innerText(value) {
    this.textContent = value;
  }
  insertAdjacentHTML(position, text) {
    const host = new Element(this.namespaceURI, this.localName, this.ownerDocument);
    parseInto(host, text);
    this._insertAdjacent(position, [...host.childNodes]);
  }
  insertAdjacentElement(position, element) {
    this._insertAdjacent(position, [element]);
    return element;
  }
  _insertAdjacent(position, nodes) {
    const method = { beforebegin: 'before', afterbegin: 'prepend', beforeend: 'append' }[position];
    this[method || 'after'](...nodes);
  }

  get content() {
    return this; // of a <template>
  }
  focus() {}
  click() {}
  scrollIntoView() {}
  attachShadow() {
    return this;
  }
}
class HTMLElement extends Element {}
class SVGElement extends Element {}

class Document extends Node {
  constructor() {
    super(Node.DOCUMENT_NODE, null);
    this.nodeName = '#document';
    this.documentElement = this.appendChild(this.createElement('html'));
    this.head = this.documentElement.appendChild(this.createElement('head'));
    this.body = this.documentElement.appendChild(this.createElement('body'));
    this.readyState = 'complete';
    this.baseURI = 'http://localhost/';
    this.currentScript = null;
    this.hidden = false;
  }
  createElement(name) {
    return new HTMLElement(HTML, String(name).toLowerCase(), this);
  }
  createElementNS(namespace, name) {
    return namespace === SVG
      ? new SVGElement(SVG, name, this)
      : new HTMLElement(namespace || HTML, name, this);
  }
  createTextNode(text) {
    return new Text(text, this);
  }
  createComment(text) {
    return new Comment(text, this);
  }
  createDocumentFragment() {
    const fragment = new Node(Node.DOCUMENT_FRAGMENT_NODE, this);
    fragment.nodeName = '#document-fragment';
    return fragment;
  }
  getElementById(id) {
    for (const element of this._descendants())
      if (element.getAttribute('id') === id) return element;
    return null;
  }
  importNode(node, deep) {
    return node.cloneNode(deep);
  }
  createEvent() {
    return { initEvent() {} };
  }
  createNodeIterator() {
    return { nextNode: () => null };
  }
  hasFocus() {
    return false;
  }
}
