// Patterns that a text can keep busy for very long: what may repeat differently often, within what repeats again. A round of the outer
// repetition that begins with a sign which stands nowhere else in it divides a text in one way only, and is quick: `(\.[^.]+)+`.

const { generate, parse } = require('/opt/tools/node_modules/regexp-tree');

// A pattern of a screenful. What is longer is read by nobody, and would be looked at for long.
const PATTERN_CHARS_MAX = 2_000;
// Repetitions side by side multiply as well; a pattern with more of them is read by nobody.
const REPETITIONS_MAX = 25;

/** How often a repetition may take what it repeats. */
function roundsOf({ quantifier: { kind, from, to } }) {
  if (kind === 'Range') return { from, to: to ?? Infinity };
  return { from: kind === '+' ? 1 : 0, to: kind === '?' ? 1 : Infinity };
}

const isFixed = (repetition) => roundsOf(repetition).from === roundsOf(repetition).to;
const childrenOf = (node) => [node.body, node.expression, node.left, node.right, node.assertion, ...(node.expressions ?? [])].filter(Boolean);
const below = (node) => childrenOf(node).flatMap((child) => [child, ...below(child)]);
const repetitionsIn = (node) => below(node).filter(({ type }) => type === 'Repetition');

function isSlow(literal) {
  const pattern = parse(literal, { allowGroupNameDuplicates: true });
  const all = repetitionsIn(pattern).filter((one) => !isFixed(one));
  if (all.length > REPETITIONS_MAX) return true;
  return repetitionsIn(pattern).some(
    (outer) => roundsOf(outer).to > 1 && repetitionsIn(outer).some((inner) => !isFixed(inner)) && !isDivided(outer.expression, pattern.flags),
  );
}

/** Whether what is repeated begins with one certain sign that no other part of it takes, and has one part of open length at most. */
function isDivided(body, flags) {
  const [first, ...others] = body.type === 'Group' && body.expression?.type === 'Alternative' ? body.expression.expressions : [body];
  if (first.type !== 'Char' || first.kind !== 'simple') return false;
  if (others.filter((one) => one.type === 'Repetition' && !isFixed(one)).length > 1) return false;
  return others.every((one) => {
    const sign = one.type === 'Repetition' ? one.expression : one;
    const isOneSign = sign.type === 'Char' || sign.type === 'CharacterClass';
    return isOneSign && !new RegExp(generate(sign), flags.replace(/[gy]/g, '')).test(first.symbol);
  });
}

/** A pattern that can't be read is not known to be quick. */
function isSlowOrUnknown(literal) {
  try {
    return literal.length > PATTERN_CHARS_MAX || isSlow(literal);
  } catch {
    return true;
  }
}

const MESSAGE = 'This pattern may take very long for some texts: a repetition within a repetition';

const slowPattern = {
  meta: { type: 'problem', schema: [] },
  create: (context) => ({
    Literal(node) {
      if (node.regex && isSlowOrUnknown(`/${node.regex.pattern}/${node.regex.flags}`)) context.report({ node, message: MESSAGE });
    },
    'CallExpression, NewExpression'(node) {
      const [first] = node.arguments;
      if (node.callee.name !== 'RegExp' || first?.type !== 'Literal' || typeof first.value !== 'string') return;
      if (isSlowOrUnknown(`/${first.value.replaceAll('/', '\\/')}/`)) context.report({ node, message: MESSAGE });
    },
  }),
};

module.exports = { slowPattern };
