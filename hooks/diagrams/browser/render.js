// Draw a diagram in both colour schemes, as one picture.

const MOMENT = 1704067200000; // "now" while drawing, 2024-01-01: a gantt's marker of today stays put
const STATE_SLACK = 1.1; // a state has 8 pixels at each side of its name, whatever its length
let randomState = 1;

// The same diagram gives the same bytes on every machine: no clock, no chance.
Math.random = () => {
  randomState = (randomState * 16807) % 2147483647;
  return (randomState - 1) / 2147483646;
};
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length) super(...parts);
    else super(MOMENT);
  }
  static now() {
    return MOMENT;
  }
};

async function drawOnce(source, key, { configuration, refinements }) {
  randomState = 1;
  textSlack = /^\s*stateDiagram/m.test(source) ? STATE_SLACK : 1;
  mermaid.initialize(configuration);
  const { svg } = await mermaid.render('m' + key, source);
  return tidy(svg, key, refinements);
}

/** The entry: return JSON with either `mistake` (see check.js) or the finished `svg`. */
globalThis.drawDiagram = async function (source, key, light, dark) {
  mermaid.initialize(light.configuration);
  const mistake = await findMistake(source);
  if (mistake !== null) return JSON.stringify({ mistake });
  try {
    const picture = await drawOnce(source, key, light);
    const darkPicture = await drawOnce(source, key, dark);
    return JSON.stringify(mergeSchemes(picture, darkPicture, key));
  } catch (error) {
    const message = String((error && error.message) || error);
    const line = await shortestFailingPrefix(source, message);
    const place = { line, column: 0, counted: 'source', token: '', expected: [] };
    return JSON.stringify({ mistake: { message, ...place } });
  } finally {
    document.body.replaceChildren(); // what a failed drawing leaves behind
  }
};
