// Parse a diagram, and say where Mermaid stops.

/** Return null for a diagram that Mermaid can read, or what it says otherwise:
 *  {message, line, column, counted, token, expected}. Lines and columns count from 1; 0 is unknown.
 *  `counted` says in what the lines are counted: 'source' is the text of the fence, 'parsed' is
 *  what Mermaid keeps of it, without front matter, directives and comments. */
async function findMistake(source) {
  const error = await parseError(source);
  if (error === null) return null;
  const message = String((error && error.message) || error);
  const hash = (error && error.hash) || {};
  const found = { message, line: 0, column: 0, counted: 'parsed', token: '', expected: [] };
  const set = (line, column) => Object.assign(found, { line: +line, column: +column });
  let match;
  if ((match = /line:? (\d+), column:? (\d+)/.exec(message))) {
    set(match[1], match[2]); // Langium's grammars
  } else if ((match = /(?:Parse|Lexical) error on line (\d+)/.exec(message))) {
    set(match[1], 0); // Jison's grammars; position.py finds the column in the message
    Object.assign(found, { token: hash.text || '', expected: hash.expected || [] });
  } else if ((match = /\((\d+):(\d+)\)/.exec(message)) && /^\s*---/.test(source)) {
    set(+match[1] + 1, match[2]); // js-yaml counts from the line after the opening ---
    found.counted = 'source';
  } else {
    set(await shortestFailingPrefix(source, message), 0);
    found.counted = 'source';
  }
  return found;
}

async function parseError(source) {
  try {
    await mermaid.parse(source);
    return null;
  } catch (error) {
    return error;
  }
}

/** Errors of meaning carry no place: the line is the first at which the same error appears. */
async function shortestFailingPrefix(source, message) {
  const lines = source.split('\n');
  for (let count = 1; count <= lines.length; count++) {
    const error = await parseError(lines.slice(0, count).join('\n'));
    if (error !== null && String((error && error.message) || error) === message) return count;
  }
  return 0;
}
