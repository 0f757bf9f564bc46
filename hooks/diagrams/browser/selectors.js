// Selectors of CSS. Source: Selectors Level 4, https://www.w3.org/TR/selectors-4/.

const compiledSelectors = new Map();

/** Return a function that tells whether an element matches a list of selectors.
 *  Its second argument is what `:scope` stands for. */
function compileSelector(text) {
  let matches = compiledSelectors.get(text);
  if (matches) return matches;
  const alternatives = splitAtCommas(text).map((one) => parseComplexSelector(one.trim()));
  matches = (element, scope) =>
    alternatives.some((steps) => matchesSteps(element, steps, steps.length - 1, scope));
  compiledSelectors.set(text, matches);
  return matches;
}

function splitAtCommas(text) {
  const parts = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (letter === '\\') i++;
    else if (quote) {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '(' || letter === '[') depth++;
    else if (letter === ')' || letter === ']') depth--;
    else if (letter === ',' && !depth) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** Parse `a > b.c` into steps {combinator, tests}, in the order in which they stand. */
function parseComplexSelector(text) {
  const steps = [];
  let combinator = ' ';
  let i = 0;
  while (i < text.length) {
    if (/\s/.test(text[i])) i++;
    else if ('>+~'.includes(text[i])) combinator = text[i++];
    else {
      const tests = [];
      while (i < text.length && !/[\s>+~]/.test(text[i])) i = parseSimpleSelector(text, i, tests);
      steps.push({ combinator, tests });
      combinator = ' ';
    }
  }
  return steps;
}

/** Parse the simple selector at an index, add its test, and return the index after it. */
function parseSimpleSelector(text, start, tests) {
  const letter = text[start];
  if (letter === '*') return start + 1;
  if (letter === '#' || letter === '.') {
    const [name, end] = readName(text, start + 1);
    if (letter === '#') tests.push((element) => element.getAttribute('id') === name);
    else tests.push((element) => element.classList.contains(name));
    return end;
  }
  if (letter === '[') {
    const end = closingBracket(text, start);
    tests.push(attributeTest(text.slice(start + 1, end)));
    return end + 1;
  }
  if (letter === ':') {
    const [all, name] = /^::?([a-zA-Z-]+)/.exec(text.slice(start));
    let end = start + all.length;
    let argument = '';
    if (text[end] === '(') {
      const closed = closingParenthesis(text, end);
      argument = text.slice(end + 1, closed);
      end = closed + 1;
    }
    tests.push(all.startsWith('::') ? () => false : pseudoClassTest(name, argument));
    return end;
  }
  const [name, end] = readName(text, start);
  if (end === start) throw new SyntaxError(`'${text}' is not a valid selector`);
  tests.push((element) => element.localName.toLowerCase() === name.toLowerCase());
  return end;
}

/** Read a name, with its escapes; return it and the index after it. */
function readName(text, start) {
  const [raw] = /^(?:\\[0-9a-fA-F]{1,6}\s?|\\[^]|[\w-]|[^\x00-\x7f])*/.exec(text.slice(start));
  const name = raw.replace(/\\(?:([0-9a-fA-F]{1,6})\s?|([^]))/g, (all, code, letter) =>
    code ? characterOf(parseInt(code, 16)) : letter,
  );
  return [name, start + raw.length];
}

function closingBracket(text, start) {
  let quote = '';
  for (let i = start + 1; i < text.length; i++) {
    if (quote) {
      if (text[i] === quote) quote = '';
    } else if (text[i] === ']') return i;
    else if (text[i] === '"' || text[i] === "'") quote = text[i];
  }
  return text.length;
}

function closingParenthesis(text, start) {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i;
  }
  return text.length;
}

function attributeTest(text) {
  const match =
    /^\s*([^\s~|^$*=\]]+)\s*(?:([~|^$*]?=)\s*(?:"([^"]*)"|'([^']*)'|([^\s\]]+))\s*i?)?\s*$/.exec(
      text,
    );
  if (!match) return () => false;
  const [, raw, operator, double, single, bare] = match;
  const name = raw.replace(/\\/g, '');
  const wanted = double ?? single ?? bare;
  const compare = {
    '=': (value) => value === wanted,
    '^=': (value) => value.startsWith(wanted),
    '$=': (value) => value.endsWith(wanted),
    '*=': (value) => value.includes(wanted),
    '~=': (value) => value.split(/\s+/).includes(wanted),
    '|=': (value) => value === wanted || value.startsWith(`${wanted}-`),
  }[operator];
  return (element) => {
    const value = element.getAttribute(name);
    return value !== null && (!compare || compare(value));
  };
}

function pseudoClassTest(name, argument) {
  const siblings = (element) => (element.parentNode ? element.parentNode.children : []);
  const ofType = (element) =>
    siblings(element).filter((other) => other.localName === element.localName);
  switch (name) {
    case 'not': {
      const matches = compileSelector(argument);
      return (element, scope) => !matches(element, scope);
    }
    case 'is':
    case 'where':
      return compileSelector(argument);
    case 'scope':
      return (element, scope) => element === scope;
    case 'root':
      return (element) => !element.parentElement;
    case 'empty':
      return (element) => !element.childNodes.length;
    case 'first-child':
      return (element) => siblings(element)[0] === element;
    case 'last-child':
      return (element) => siblings(element).pop() === element;
    case 'only-child':
      return (element) => siblings(element).length === 1;
    case 'first-of-type':
      return (element) => ofType(element)[0] === element;
    case 'last-of-type':
      return (element) => ofType(element).pop() === element;
    case 'nth-child':
      return nthChildTest(argument.trim(), siblings);
    default:
      return () => false; // :hover and its like are never true on paper
  }
}

function nthChildTest(text, siblings) {
  const formula = { odd: '2n+1', even: '2n' }[text] || text;
  const match = /^([+-]?\d*)n\s*([+-]\s*\d+)?$/.exec(formula);
  const step = match ? Number(/\d/.test(match[1]) ? match[1] : `${match[1]}1`) : 0;
  const first = match ? Number((match[2] || '0').replace(/\s/g, '')) : Number(formula);
  return (element) => {
    const distance = siblings(element).indexOf(element) + 1 - first;
    return step === 0 ? distance === 0 : distance / step >= 0 && distance % step === 0;
  };
}

/** Match the steps up to an index, from the right to the left. */
function matchesSteps(element, steps, index, scope) {
  const { combinator, tests } = steps[index];
  if (!tests.every((test) => test(element, scope))) return false;
  if (index === 0) return true;
  const matchesRest = (other) => matchesSteps(other, steps, index - 1, scope);
  const next =
    combinator === ' ' || combinator === '>' ? 'parentElement' : 'previousElementSibling';
  const far = combinator === ' ' || combinator === '~';
  for (let other = element[next]; other; other = other[next]) {
    if (matchesRest(other)) return true;
    if (!far) return false;
  }
  return false;
}
