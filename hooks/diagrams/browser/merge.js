// One picture for both colour schemes: what differs becomes a custom property of CSS.

// `white` may stand anywhere a colour may, and CSS_COLORS are all the names there are (platform.js).
const COLOR = new RegExp(
  `#[0-9a-fA-F]{3,8}\\b|rgba?\\([^)]*\\)|hsla?\\([^)]*\\)|\\b(?:${CSS_COLORS.join('|')})\\b`,
  'gi',
);
// The value of a property or attribute that paints, in a style sheet, a style or a tag.
const PAINT =
  /((?:^|[;{"\s])(?:fill|stroke|color|background-color|background|stop-color|flood-color|filter|border|border-color|outline)\s*(?::|=")\s*)([^;}"]*)/g;
const MARK = '\u0002'; // stands for a colour
const BORDER = '\u0001'; // between style sheet and drawing

const normalColor = (color) => color.toLowerCase().replace(/\s+/g, '');

/** Take the colours out of a picture: the rest is its skeleton. */
function splitColors({ css, body }) {
  const colors = [];
  const skeleton = (css + BORDER + body).replace(PAINT, (all, property, value) => {
    const marked = value.replace(COLOR, (color) => {
      colors.push(color);
      return MARK;
    });
    return property + marked;
  });
  return { skeleton, colors };
}

/** Merge the light and the dark drawing of a diagram, which differ in colours only. */
function mergeSchemes(light, dark, key) {
  const first = splitColors(light);
  const second = splitColors(dark);
  if (first.skeleton !== second.skeleton) {
    let at = 0;
    while (first.skeleton[at] === second.skeleton[at]) at++;
    const here = (text) => text.slice(Math.max(0, at - 30), at + 50);
    throw new Error(
      `the light and the dark drawing differ: ${here(first.skeleton)} <> ${here(second.skeleton)}`,
    );
  }
  const pairs = new Map();
  let index = 0;
  const merged = first.skeleton.replaceAll(MARK, () => {
    const [ours, theirs] = [first.colors[index], second.colors[index]];
    index++;
    if (normalColor(ours) === normalColor(theirs)) return ours;
    const pair = normalColor(ours) + '|' + normalColor(theirs);
    if (!pairs.has(pair)) pairs.set(pair, ['--c' + pairs.size.toString(36), ours, theirs]);
    return `var(${pairs.get(pair)[0]})`;
  });
  const [css, body] = merged.split(BORDER);
  const list = [...pairs.values()];
  const inLight = list.map(([name, color]) => `${name}:${color}`).join(';');
  const inDark = list.map(([name, , color]) => `${name}:${color}`).join(';');
  const schemes = list.length
    ? `#${key}{${inLight}}@media screen{[data-md-color-scheme=slate] #${key}{${inDark}}}`
    : '';
  return {
    svg: `${light.open}<style>${schemes}${css}</style>${body}</svg>`,
    type: light.type,
    width: light.width,
    height: light.height,
  };
}
