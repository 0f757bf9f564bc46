// The path data of SVG: its bounding box, its length, and the point at a length.
// Source: SVG 2, chapter 9, https://www.w3.org/TR/SVG2/paths.html (arcs: its appendix B.2).

const PATH_ARGUMENTS = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, t: 2, a: 7, z: 0 };
const PATH_TOKEN = /[a-zA-Z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/g;
const LENGTH_STEPS = 64; // pieces of a curve when its length is measured: the error is below 0.1 %

/** Read path data as straight lines [x0, y0, x1, y1] and cubic curves of eight numbers.
 *  A mistake ends the path there, as it does in a browser. */
function readPath(data) {
  const tokens = (data || '').match(PATH_TOKEN) || [];
  const segments = [];
  let x = 0;
  let y = 0;
  let startX = 0;
  let startY = 0;
  let controlX = 0; // the last control point, which S and T reflect
  let controlY = 0;
  let command = '';
  let previous = '';
  const line = (toX, toY) => {
    segments.push([x, y, toX, toY]);
    x = toX;
    y = toY;
  };
  const curve = (x1, y1, x2, y2, toX, toY) => {
    segments.push([x, y, x1, y1, x2, y2, toX, toY]);
    x = toX;
    y = toY;
  };
  for (let i = 0; i < tokens.length;) {
    if (/[a-zA-Z]/.test(tokens[i])) command = tokens[i++];
    const kind = command.toLowerCase();
    const count = PATH_ARGUMENTS[kind];
    if (count === undefined) break;
    if (kind === 'z') {
      if (x !== startX || y !== startY) line(startX, startY);
      previous = kind;
      if (i < tokens.length && !/[a-zA-Z]/.test(tokens[i])) break;
      continue;
    }
    const v = [];
    while (v.length < count && i < tokens.length) {
      const flag = kind === 'a' && (v.length === 3 || v.length === 4) && /^[01]./.test(tokens[i]);
      v.push(Number(flag ? tokens[i][0] : tokens[i])); // flags may stand without a space: a1 1 0 011 1
      if (flag) tokens[i] = tokens[i].slice(1);
      else i++;
    }
    if (v.length < count || v.some(Number.isNaN)) break;
    const originX = command === kind ? x : 0;
    const originY = command === kind ? y : 0;
    const reflects =
      (kind === 's' && /[cs]/.test(previous)) || (kind === 't' && /[qt]/.test(previous));
    const reflectedX = reflects ? 2 * x - controlX : x;
    const reflectedY = reflects ? 2 * y - controlY : y;
    const [toX, toY] = [v[count - 2] + originX, v[count - 1] + originY];
    switch (kind) {
      case 'm':
        segments.push([toX, toY, toX, toY]); // a point without length: it counts for the box
        [x, y, startX, startY] = [toX, toY, toX, toY];
        command = command === 'm' ? 'l' : 'L'; // further pairs are lines
        break;
      case 'l':
        line(toX, toY);
        break;
      case 'h':
        line(v[0] + originX, y);
        break;
      case 'v':
        line(x, v[0] + originY);
        break;
      case 'c':
        [controlX, controlY] = [v[2] + originX, v[3] + originY];
        curve(v[0] + originX, v[1] + originY, controlX, controlY, toX, toY);
        break;
      case 's':
        [controlX, controlY] = [v[0] + originX, v[1] + originY];
        curve(reflectedX, reflectedY, controlX, controlY, toX, toY);
        break;
      case 'q':
      case 't':
        controlX = kind === 'q' ? v[0] + originX : reflectedX;
        controlY = kind === 'q' ? v[1] + originY : reflectedY;
        curve(
          x + (2 / 3) * (controlX - x),
          y + (2 / 3) * (controlY - y),
          toX + (2 / 3) * (controlX - toX),
          toY + (2 / 3) * (controlY - toY),
          toX,
          toY,
        );
        break;
      case 'a':
        for (const piece of arcToCurves(x, y, v[0], v[1], v[2], v[3], v[4], toX, toY)) {
          if (piece.length === 2) line(...piece);
          else curve(...piece);
        }
        break;
    }
    previous = kind;
  }
  return segments;
}

/** Turn an arc into cubic curves of at most a quarter turn each (error: 0.03 % of the radius). */
function arcToCurves(x0, y0, radiusX, radiusY, degrees, large, sweep, x1, y1) {
  let rx = Math.abs(radiusX);
  let ry = Math.abs(radiusY);
  if (!rx || !ry) return [[x1, y1]];
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const px = (cos * (x0 - x1)) / 2 + (sin * (y0 - y1)) / 2;
  const py = (-sin * (x0 - x1)) / 2 + (cos * (y0 - y1)) / 2;
  const tooSmall = (px * px) / (rx * rx) + (py * py) / (ry * ry);
  if (tooSmall === 0) return [];
  if (tooSmall > 1) {
    rx *= Math.sqrt(tooSmall);
    ry *= Math.sqrt(tooSmall);
  }
  const spread = rx * rx * py * py + ry * ry * px * px;
  const factor =
    Math.sqrt(Math.max(0, (rx * rx * ry * ry - spread) / spread)) * (large === sweep ? -1 : 1);
  const cpx = (factor * rx * py) / ry;
  const cpy = (-factor * ry * px) / rx;
  const cx = cos * cpx - sin * cpy + (x0 + x1) / 2;
  const cy = sin * cpx + cos * cpy + (y0 + y1) / 2;
  const from = Math.atan2((py - cpy) / ry, (px - cpx) / rx);
  let turn = Math.atan2((-py - cpy) / ry, (-px - cpx) / rx) - from;
  if (sweep && turn < 0) turn += 2 * Math.PI;
  if (!sweep && turn > 0) turn -= 2 * Math.PI;
  const pieces = Math.max(1, Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-9));
  const step = turn / pieces;
  const handle = (4 / 3) * Math.tan(step / 4);
  const place = (ux, uy) => [
    cx + rx * ux * cos - ry * uy * sin,
    cy + rx * ux * sin + ry * uy * cos,
  ];
  const curves = [];
  for (let i = 0; i < pieces; i++) {
    const a = from + i * step;
    const b = a + step;
    curves.push([
      ...place(Math.cos(a) - handle * Math.sin(a), Math.sin(a) + handle * Math.cos(a)),
      ...place(Math.cos(b) + handle * Math.sin(b), Math.sin(b) - handle * Math.cos(b)),
      ...(i === pieces - 1 ? [x1, y1] : place(Math.cos(b), Math.sin(b))),
    ]);
  }
  return curves;
}

const bezier = (p0, p1, p2, p3, t) =>
  (1 - t) ** 3 * p0 + 3 * (1 - t) ** 2 * t * p1 + 3 * (1 - t) * t * t * p2 + t ** 3 * p3;

/** Return the values of t between 0 and 1 at which one coordinate of a cubic curve turns. */
function turningPoints(p0, p1, p2, p3) {
  const a = -p0 + 3 * p1 - 3 * p2 + p3;
  const b = 2 * p0 - 4 * p1 + 2 * p2;
  const c = p1 - p0;
  let found = [];
  if (Math.abs(a) > 1e-12) {
    const root = Math.sqrt(b * b - 4 * a * c);
    found = [(-b + root) / (2 * a), (-b - root) / (2 * a)];
  } else if (Math.abs(b) > 1e-12) {
    found = [-c / b];
  }
  return found.filter((t) => t > 0 && t < 1); // also drops NaN
}

/** Return the box {x, y, width, height} of path data, or null where it draws nothing. */
function pathBox(data) {
  const xs = [];
  const ys = [];
  for (const s of readPath(data)) {
    xs.push(s[0], s[s.length - 2]);
    ys.push(s[1], s[s.length - 1]);
    if (s.length === 4) continue;
    const [x0, y0, x1, y1, x2, y2, x3, y3] = s;
    for (const t of turningPoints(x0, x1, x2, x3)) xs.push(bezier(x0, x1, x2, x3, t));
    for (const t of turningPoints(y0, y1, y2, y3)) ys.push(bezier(y0, y1, y2, y3, t));
  }
  if (!xs.length) return null;
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** Return the points of path data, close together on curves, each with its distance from the start. */
function pathPoints(data) {
  const points = [];
  let length = 0;
  const add = (x, y) => {
    const last = points[points.length - 1];
    if (last) length += Math.hypot(x - last.x, y - last.y);
    points.push({ x, y, length });
  };
  for (const s of readPath(data)) {
    if (s.length === 4) {
      const jump = s[0] === s[2] && s[1] === s[3];
      if (jump) points.push({ x: s[2], y: s[3], length });
      else add(s[2], s[3]);
      continue;
    }
    for (let i = 1; i <= LENGTH_STEPS; i++) {
      const t = i / LENGTH_STEPS;
      add(bezier(s[0], s[2], s[4], s[6], t), bezier(s[1], s[3], s[5], s[7], t));
    }
  }
  return points;
}

function pathLength(data) {
  const points = pathPoints(data);
  return points.length ? points[points.length - 1].length : 0;
}

function pathPointAt(data, distance) {
  const points = pathPoints(data);
  if (!points.length) return { x: 0, y: 0 };
  const next = points.findIndex((point) => point.length >= distance);
  if (next === 0) return { x: points[0].x, y: points[0].y };
  if (next < 0) return { x: points[points.length - 1].x, y: points[points.length - 1].y };
  const [from, to] = [points[next - 1], points[next]];
  const part = to.length > from.length ? (distance - from.length) / (to.length - from.length) : 0;
  return { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) };
}
