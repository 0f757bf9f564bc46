// Where things are: the boxes and matrices that a browser would compute from the same markup.
// A box is {x, y, width, height}; a matrix is [a, b, c, d, e, f], as in SVG's matrix(…).

const IDENTITY = [1, 0, 0, 1, 0, 0];
const EMPTY_BOX = { x: 0, y: 0, width: 0, height: 0 };
const LINE_HEIGHT = 1.5; // of a label in HTML, in parts of the font size
const UNSEEN = new Set(
  (
    'clippath defs desc filter lineargradient marker mask metadata pattern radialgradient script ' +
    'style symbol title'
  ).split(' '),
);

// ---- Matrices

const multiply = ([a, b, c, d, e, f], [g, h, i, j, k, l]) => [
  a * g + c * h,
  b * g + d * h,
  a * i + c * j,
  b * i + d * j,
  a * k + c * l + e,
  b * k + d * l + f,
];

const MATRICES = {
  matrix: (...values) => values,
  translate: (x = 0, y = 0) => [1, 0, 0, 1, x, y],
  translateX: (x = 0) => [1, 0, 0, 1, x, 0],
  translateY: (y = 0) => [1, 0, 0, 1, 0, y],
  scale: (x, y = x) => [x, 0, 0, y, 0, 0],
  rotate: (degrees, x = 0, y = 0) => {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const turned = multiply([1, 0, 0, 1, x, y], [cos, sin, -sin, cos, 0, 0]);
    return multiply(turned, [1, 0, 0, 1, -x, -y]);
  },
  skewX: (degrees) => [1, 0, Math.tan((degrees * Math.PI) / 180), 1, 0, 0],
  skewY: (degrees) => [1, Math.tan((degrees * Math.PI) / 180), 0, 1, 0, 0],
};

function parseTransform(text) {
  let matrix = IDENTITY;
  for (const [, name, list] of (text || '').matchAll(/(\w+)\s*\(([^)]*)\)/g)) {
    const values = list
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(parseFloat);
    if (name in MATRICES) matrix = multiply(matrix, MATRICES[name](...values));
  }
  return matrix;
}

function transformOf(element) {
  const inline = new Declarations(element.getAttribute('style') || '');
  return parseTransform(inline.getPropertyValue('transform') || element.getAttribute('transform'));
}

/** Return the matrix from an element's coordinates to those of the outermost <svg>. */
function screenMatrix(element) {
  const svg = outermostSvg(element);
  let matrix = transformOf(element);
  for (let node = element.parentNode; node && node.nodeType === 1; node = node.parentNode) {
    matrix = multiply(transformOf(node), matrix);
    if (node === svg) break;
  }
  return matrix;
}

// ---- Boxes

function boxOfPoints(points) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

const cornersOf = ({ x, y, width, height }) => [
  [x, y],
  [x + width, y],
  [x, y + height],
  [x + width, y + height],
];

const transformBox = ([a, b, c, d, e, f], box) =>
  boxOfPoints(cornersOf(box).map(([x, y]) => [a * x + c * y + e, b * x + d * y + f]));

function readNumber(element, name) {
  return lengthInPixels(element.getAttribute(name), 16) || 0;
}

const readViewBox = (svg) => (svg.getAttribute('viewBox') || '').split(/[\s,]+/).map(Number);

function isHidden(element) {
  if (UNSEEN.has(element.localName.toLowerCase())) return true;
  const inline = new Declarations(element.getAttribute('style') || '');
  return [element.getAttribute('display'), inline.getPropertyValue('display')].includes('none');
}

/** Return an element's box in its own coordinates, before its transform; null if it draws nothing. */
function localBox(element) {
  if (isHidden(element)) return null;
  const name = element.localName.toLowerCase();
  const read = (attribute) => readNumber(element, attribute);
  switch (name) {
    case 'text':
    case 'tspan':
      return layoutText(element).box;
    case 'rect':
    case 'image':
    case 'foreignobject': {
      const box = { x: read('x'), y: read('y'), width: read('width'), height: read('height') };
      const drawn = box.width >= 0 && box.height >= 0 && (box.width || box.height);
      return name !== 'rect' || drawn ? box : null;
    }
    case 'circle':
    case 'ellipse': {
      const [rx, ry] = name === 'circle' ? [read('r'), read('r')] : [read('rx'), read('ry')];
      if (rx <= 0 || ry <= 0) return null;
      return { x: read('cx') - rx, y: read('cy') - ry, width: 2 * rx, height: 2 * ry };
    }
    case 'line':
      return boxOfPoints([
        [read('x1'), read('y1')],
        [read('x2'), read('y2')],
      ]);
    case 'polygon':
    case 'polyline': {
      const numbers = (element.getAttribute('points') || '')
        .trim()
        .split(/[\s,]+/)
        .map(Number);
      const count = Math.floor(numbers.length / 2);
      const points = Array.from({ length: count }, (_, i) => numbers.slice(2 * i, 2 * i + 2));
      return count ? boxOfPoints(points) : null;
    }
    case 'path':
      return pathBox(element.getAttribute('d'));
    case 'use':
      return boxOfUse(element);
    case 'svg':
      return boxOfSvg(element);
    default:
      return isInSvg(element) ? boxOfChildren(element) : boxOfHtml(element);
  }
}

function boxInParent(element) {
  const box = localBox(element);
  return box && transformBox(transformOf(element), box);
}

function boxOfChildren(element) {
  const boxes = element.children.map(boxInParent).filter(Boolean);
  return boxes.length ? boxOfPoints(boxes.flatMap(cornersOf)) : null;
}

function boxOfUse(element) {
  const href = element.getAttribute('href') || element.getAttribute('xlink:href') || '';
  const target = document.getElementById(href.slice(1));
  const box =
    target && (target.localName === 'symbol' ? boxOfChildren(target) : boxInParent(target));
  if (!box) return null;
  return { ...box, x: box.x + readNumber(element, 'x'), y: box.y + readNumber(element, 'y') };
}

/** An <svg> within another fits its view box, centred, into its width and height. */
function boxOfSvg(svg) {
  const box = boxOfChildren(svg);
  const [width, height] = [readNumber(svg, 'width'), readNumber(svg, 'height')];
  if (!box || outermostSvg(svg) === svg || !width || !height) return box;
  const [x, y] = [readNumber(svg, 'x'), readNumber(svg, 'y')];
  const view = readViewBox(svg);
  if (view.length !== 4) return { ...box, x: box.x + x, y: box.y + y };
  const scale = Math.min(width / view[2], height / view[3]);
  return {
    x: x + (box.x - view[0]) * scale + (width - view[2] * scale) / 2,
    y: y + (box.y - view[1]) * scale + (height - view[3] * scale) / 2,
    width: box.width * scale,
    height: box.height * scale,
  };
}

/** A label in HTML: its lines one below the other, none of them wrapped. */
function boxOfHtml(element) {
  const { face, size } = fontOf(element);
  const lines = [''];
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE)
        lines[lines.length - 1] += child.nodeValue.replace(/\s+/g, ' ');
      else if (child.localName === 'br') lines.push('');
      else walk(child);
    }
  };
  walk(element);
  const width = Math.max(...lines.map((line) => textWidth(line.trim(), face, size)));
  const height = lines.join('').trim() ? lines.length * size * LINE_HEIGHT : 0;
  return { x: 0, y: 0, width, height };
}

function isInSvg(element) {
  for (let node = element; node && node.nodeType === 1; node = node.parentNode) {
    const name = node.localName.toLowerCase();
    if (name === 'foreignobject') return node === element;
    if (name === 'svg') return true;
  }
  return false;
}

// ---- What elements answer

function boundingBox(element) {
  if (!isInSvg(element)) return boxOfHtml(element);
  const outermost = outermostSvg(element) === element;
  if (!outermost) return transformBox(screenMatrix(element), localBox(element) || EMPTY_BOX);
  const text = element.getAttribute('width') || '';
  const width = /%/.test(text) ? NaN : leadingNumber(text);
  const height = leadingNumber(element.getAttribute('height'));
  const viewed = Number.isNaN(width) ? 150 : readViewBox(element)[3] || 150; // 150: CSS's default
  return {
    x: 0,
    y: 0,
    width: Number.isNaN(width) ? WINDOW.width : width,
    height: Number.isNaN(height) ? viewed : height,
  };
}

const answers = {
  getBBox() {
    return { ...(localBox(this) || EMPTY_BOX) };
  },
  getBoundingClientRect() {
    const { x, y, width, height } = boundingBox(this);
    return { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height };
  },
  getComputedTextLength() {
    return layoutText(this).length;
  },
  getTotalLength() {
    if (this.localName !== 'line') return pathLength(this.getAttribute('d'));
    const { width, height } = localBox(this);
    return Math.hypot(width, height);
  },
  getPointAtLength(length) {
    return pathPointAt(this.getAttribute('d'), length);
  },
  getScreenCTM() {
    const [a, b, c, d, e, f] = screenMatrix(this);
    return { a, b, c, d, e, f, inverse: () => this.getScreenCTM() };
  },
  getCTM() {
    return this.getScreenCTM();
  },
};
for (const [name, value] of Object.entries(answers))
  Object.defineProperty(Element.prototype, name, { value, configurable: true, writable: true });

// Boxes in the page are as large as the window, but for the one in which cytoscape would paint.
for (const side of ['offset', 'client', 'scroll'])
  for (const [name, size] of [
    ['Width', WINDOW.width],
    ['Height', WINDOW.height],
  ])
    Object.defineProperty(Element.prototype, side + name, {
      get() {
        return this.id === 'cy' ? 0 : size;
      },
      configurable: true,
    });
