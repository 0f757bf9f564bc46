// Paths in fewer numbers: what a shape made of hundreds of tiny curves looks like takes a dozen lines.

const NEAR = 0.12; // pixels: nobody sees a line move by less
const DECIMALS = 1;
const PATH_PART = /([a-zA-Z])|-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/g;
const PATH_NUMBERS = { M: 2, L: 2, H: 1, V: 1, C: 6, Z: 0 };

/** Return the commands of a path, [letter, ...numbers]; null where one is not among the usual. */
function parsePath(d) {
  const commands = [];
  let letter = '';
  let numbers = [];
  for (const [part, name] of d.matchAll(PATH_PART)) {
    if (name) {
      if (!(name.toUpperCase() in PATH_NUMBERS) || (name !== name.toUpperCase() && name !== 'z'))
        return null;
      if (numbers.length) return null;
      letter = name.toUpperCase();
      if (letter === 'Z') commands.push(['Z']);
      continue;
    }
    numbers.push(+part);
    if (numbers.length < PATH_NUMBERS[letter]) continue;
    commands.push([letter, ...numbers]);
    if (letter === 'M') letter = 'L';
    numbers = [];
  }
  return numbers.length ? null : commands;
}

/** Return how far a point lies from the line between two others. */
function distanceToLine([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const at = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(x - ax - at * dx, y - ay - at * dy);
}

/** Leave out the points of a polyline that lie on it anyway (Ramer, Douglas and Peucker). */
function thinOut(points) {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points[points.length - 1]];
  let farthest = 0;
  let most = 0;
  for (let i = 1; i < points.length - 1; i++) {
    const far = distanceToLine(points[i], first, last);
    if (far > most) [farthest, most] = [i, far];
  }
  if (most <= NEAR) return [first, last];
  return [...thinOut(points.slice(0, farthest + 1)).slice(0, -1), ...thinOut(points.slice(farthest))];
}

/** Make lines of the curves that are straight, and join the parts that continue each other. */
function straighten(commands) {
  const result = [];
  let line = []; // the points since the last curve or jump
  let start = [0, 0];
  let here = [0, 0];
  const flush = () => {
    for (const point of thinOut(line).slice(1)) result.push(['L', ...point]);
    line = [here];
  };
  for (const [letter, ...numbers] of commands) {
    let to = numbers.slice(-2);
    if (letter === 'H') to = [numbers[0], here[1]];
    if (letter === 'V') to = [here[0], numbers[0]];
    if (letter === 'M') {
      const again = line.length && to[0] === here[0] && to[1] === here[1];
      if (!again) {
        flush();
        result.push(['M', ...to]);
        start = to;
        here = to;
        line = [here];
      }
    } else if (letter === 'Z') {
      flush();
      result.push(['Z']);
      here = start;
      line = [here];
    } else if (letter === 'C') {
      const controls = [numbers.slice(0, 2), numbers.slice(2, 4)];
      if (controls.every((point) => distanceToLine(point, here, to) <= NEAR)) {
        here = to;
        line.push(here);
      } else {
        flush();
        result.push(['C', ...numbers]);
        here = to;
        line = [here];
      }
    } else {
      here = to;
      line.push(here);
    }
  }
  flush();
  return result;
}

/** Write commands with few decimals, each counted from where the one before really ended. */
function writePath(commands) {
  // Half a pixel is seen at a corner, and not along the curve from one box to another.
  const unit = commands.some(([letter]) => letter === 'C') ? 1 : 10 ** DECIMALS;
  const short = (number) => String(number / unit).replace(/^(-?)0\./, '$1.');
  const round = (number) => Math.round(number * unit);
  let text = '';
  let here = [0, 0];
  let start = [0, 0];
  let before = '';
  const add = (letter, numbers) => {
    let part = letter === before && letter !== 'm' ? '' : letter;
    for (const number of numbers) {
      const shown = short(number);
      const joined = shown[0] === '-' || /[a-z]$/i.test(text + part);
      part += joined ? shown : ` ${shown}`;
    }
    text += part;
    before = letter;
  };
  for (const [letter, ...numbers] of commands) {
    if (letter === 'Z') {
      add('z', []);
      here = start;
      continue;
    }
    const points = numbers.map(round);
    const relative = points.map((number, index) => number - here[index % 2]);
    const to = points.slice(-2);
    if (letter === 'M') {
      add('M', points);
      start = to;
    } else if (letter === 'C') {
      add('c', relative);
    } else if (relative[1] === 0) {
      if (relative[0] !== 0) add('h', [relative[0]]);
    } else if (relative[0] === 0) {
      add('v', [relative[1]]);
    } else {
      add('l', relative);
    }
    here = to;
  }
  return text;
}

const ROUND = 0.3; // pixels: Mermaid draws a half circle with some thirty lines, none exactly on it

/** Return a box whose ends are half circles as two lines and two arcs; null where it is none. */
function writeStadium(commands) {
  if (commands.some(([letter]) => letter === 'H' || letter === 'V')) return null;
  const points = commands.filter(([letter]) => letter !== 'Z').map((one) => one.slice(-2));
  if (points.length < 20) return null;
  const [xs, ys] = [0, 1].map((index) => points.map((point) => point[index]));
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const radius = (bottom - top) / 2;
  const [left, right] = [Math.min(...xs) + radius, Math.max(...xs) - radius];
  const closed = commands.at(-1)[0] === 'Z' || Math.hypot(xs[0] - xs.at(-1), ys[0] - ys.at(-1)) < ROUND;
  if (!closed || right - left < 1) return null;
  const isOnIt = ([x, y]) => {
    const nearest = Math.max(left, Math.min(right, x));
    return Math.abs(Math.hypot(x - nearest, y - top - radius) - radius) < ROUND;
  };
  if (!points.every(isOnIt)) return null;
  const short = (number) => String(Math.round(number * 10 ** DECIMALS) / 10 ** DECIMALS + 0);
  const arc = `a${short(radius)} ${short(radius)} 0 0 1 0 `;
  const across = short(right - left);
  const start = `M${short(left)} ${short(top)}`;
  return `${start}h${across}${arc}${short(2 * radius)}h-${across}${arc}${short(-2 * radius)}z`;
}

/** Return a path that looks the same. */
function shortenPath(d) {
  const commands = parsePath(d);
  if (!commands) return d;
  return writeStadium(commands) ?? writePath(straighten(commands));
}

/** Return the points of a path as a set of texts; null where it cannot be read. */
function vertices(path) {
  const commands = parsePath(path.getAttribute('d') || '');
  if (!commands) return null;
  const corners = commands.filter(([letter]) => letter !== 'Z').map((one) => one.slice(-2));
  return new Set(corners.map((point) => point.map((number) => number.toFixed(1)).join()));
}

/** Some shapes are drawn twice, their area and then their outline stroke by stroke: once will do. */
function joinOutlines(svg) {
  for (const outline of svg.querySelectorAll('path')) {
    const area = outline.previousElementSibling;
    if (!area || area.localName !== 'path' || area.getAttribute('stroke') !== 'none') continue;
    if (outline.getAttribute('fill') !== 'none') continue;
    const [inner, outer] = [vertices(area), vertices(outline)];
    if (!inner || !outer || inner.size !== outer.size) continue;
    if (![...inner].every((corner) => outer.has(corner))) continue;
    for (const name of ['stroke', 'stroke-width', 'stroke-dasharray', 'style'])
      if (outline.hasAttribute(name)) area.setAttribute(name, outline.getAttribute(name));
    outline.remove();
  }
}
