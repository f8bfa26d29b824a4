// Rules of our own for what eslint-plugin-security leaves out, and for where it can not tell a danger from its harmless twin.
// Each reports what is put together from parts where it must not be.

const { rules: security } = require('/opt/tools/node_modules/eslint-plugin-security/index.js');
const { onlyForeignPaths } = require('./scan-paths.js');
const { slowPattern } = require('./scan-patterns.js');

const isBuilt = (node) =>
  (node?.type === 'TemplateLiteral' && node.expressions.length > 0) ||
  (node?.type === 'BinaryExpression' && node.operator === '+' && !(isText(node.left) && isText(node.right)));
const isText = (node) => node.type === 'Literal' || (node.type === 'TemplateLiteral' && node.expressions.length === 0);
const nameOf = (callee) => (callee.type === 'MemberExpression' ? callee.property.name : callee.name);
const objectOf = (callee) => (callee.type === 'MemberExpression' ? callee.object.name : undefined);
/** The literal parts of a text, in their order. Without recursion: a text can be put together from any number of parts. */
function firstText(whole) {
  const texts = [];
  for (const left = [whole]; left.length > 0; ) {
    const node = left.pop();
    if (node.type === 'BinaryExpression') left.push(node.right, node.left);
    else if (node.type === 'TemplateLiteral') for (const { value } of node.quasis) texts.push(value.raw);
    else if (node.type === 'Literal') texts.push(String(node.value));
  }
  return texts.join(' ');
}

const RUNS_SQL = new Set(['query', 'execute', 'exec', 'run', 'all', 'get', 'prepare', 'raw', '$queryRawUnsafe', '$executeRawUnsafe']);
const SQL = /\b(insert\s+into|delete\s+from|drop\s+table)\b/i;
const SQL_PAIRS = [
  [/\bselect\b/i, /\bfrom\b/i],
  [/\bupdate\b/i, /\bset\b/i],
];
// One look for each word: as one pattern, a long text full of first words takes minutes.
const isSql = (text) => SQL.test(text) || SQL_PAIRS.some(([first, second]) => first.test(text) && second.test(text.slice(text.search(first))));
const WEAK = new Set(['md5', 'md4', 'sha1', 'rc4', 'des', 'des-ede3', 'des-cbc', 'bf-cbc']);
const HTML_SINKS = new Set(['innerHTML', 'outerHTML']);

function rule(message, visitor) {
  return { meta: { type: 'problem', schema: [] }, create: (context) => visitor((node) => context.report({ node, message })) };
}

module.exports = {
  meta: { name: 'own' },
  rules: {
    'detect-non-literal-fs-filename': onlyForeignPaths(security['detect-non-literal-fs-filename']),
    'detect-unsafe-regex': slowPattern,
    'sql-injection': rule('An SQL statement is put together from parts; pass the values as parameters', (report) => ({
      CallExpression(node) {
        const [first] = node.arguments;
        if (RUNS_SQL.has(nameOf(node.callee)) && isBuilt(first) && isSql(firstText(first))) report(node);
      },
    })),
    'cross-site-scripting': rule('HTML is put together from parts that may hold markup; escape them or set textContent', (report) => ({
      AssignmentExpression(node) {
        if (node.left.type === 'MemberExpression' && HTML_SINKS.has(node.left.property.name) && !isText(node.right)) report(node);
      },
      CallExpression(node) {
        const name = nameOf(node.callee);
        const [first] = node.arguments;
        if ((name === 'send' || name === 'end' || name === 'write') && isBuilt(first) && /<\w+/.test(firstText(first))) report(node);
        if (objectOf(node.callee) === 'document' && (name === 'write' || name === 'writeln') && first && !isText(first)) report(node);
      },
      JSXAttribute(node) {
        if (node.name.name === 'dangerouslySetInnerHTML') report(node);
      },
    })),
    'weak-crypto': rule('A weak algorithm; take sha256, aes-256-gcm, or scrypt for passwords', (report) => ({
      CallExpression(node) {
        const [first] = node.arguments;
        const isCrypto = ['createHash', 'createHmac', 'createCipheriv', 'createCipher', 'createDecipheriv'].includes(nameOf(node.callee));
        if (isCrypto && first?.type === 'Literal' && WEAK.has(String(first.value).toLowerCase())) report(node);
      },
      Property(node) {
        if (node.key.name === 'rejectUnauthorized' && node.value.type === 'Literal' && node.value.value === false) report(node);
      },
    })),
    'unsafe-deserialisation': rule('What is read here may run code; take JSON.parse', (report) => ({
      CallExpression(node) {
        const name = nameOf(node.callee);
        const object = objectOf(node.callee);
        if (object === 'vm' && /^(runIn|compileFunction)/.test(name ?? '')) report(node);
        if (name === 'unserialize' || (object === 'v8' && name === 'deserialize')) report(node);
      },
    })),
  },
};
