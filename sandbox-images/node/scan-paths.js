// Where a path comes from, as far as one file tells: an attacker can name no file through a constant, a setting, the command line or a
// listing of a folder. Whatever is not known to be one of these (parameters, requests, other modules' values) may be an attacker's.

const { getImportAccessPath } = require('/opt/tools/node_modules/eslint-plugin-security/utils/import-utils');
const { findVariable } = require('/opt/tools/node_modules/eslint-plugin-security/utils/find-variable');

// Calls whose result is as harmless as what goes in; a folder that is made anew has a name nobody chose.
const KEEPS_ORIGIN = {
  path: ['join', 'resolve', 'dirname', 'normalize', 'toNamespacedPath'],
  url: ['fileURLToPath', 'pathToFileURL'],
  fs: ['mkdtempSync', 'mkdtemp', 'realpathSync', 'realpath', 'readdirSync', 'readdir', 'openSync', 'open'],
  os: ['homedir', 'tmpdir'],
  crypto: ['randomUUID'],
};
const PACKAGES = ['path', 'path/posix', 'url', 'fs', 'fs/promises', 'os', 'crypto'].flatMap((name) => [name, `node:${name}`]);
// What the operator of a program sets, not its users.
const SETTINGS = new Set(['env', 'argv', 'argv0', 'execPath', 'pid', 'platform']);
// Methods of lists and texts that give parts of what they are called on.
const GIVES_PARTS = new Set(['slice', 'at', 'filter', 'toSorted', 'toReversed', 'trim', 'toString', 'shift', 'pop']);
const VISITS = new Set(['map', 'flatMap', 'forEach', 'filter', 'some', 'every', 'find']);
const UNWRAPPED = { TSAsExpression: 1, TSSatisfiesExpression: 1, TSNonNullExpression: 1, ChainExpression: 1, AwaitExpression: 'argument', SpreadElement: 'argument' };

// Ten times what a path that people write is made of, one within the other and in all. What is made of more is not known to be harmless,
// so it is reported: a file made to keep this busy, or to bring it down, hides nothing by it.
const DEPTH_MAX = 100;
const PARTS_MAX = 1_000;

/** Whether no user of the program can have a say in this path. `isBase`: it is the folder that the rest is put below. */
function isHarmless(node, scopeOf, isBase = true, seen = { base: new Set(), below: new Set() }, depth = 0) {
  if (!node || depth > DEPTH_MAX || seen.base.size + seen.below.size > PARTS_MAX) return false;
  // A value that is made of itself is as harmless as what else it is made of.
  const known = isBase ? seen.base : seen.below;
  if (known.has(node)) return true;
  known.add(node);
  const ask = (other, base = isBase) => isHarmless(other, scopeOf, base, seen, depth + 1);
  const inner = UNWRAPPED[node.type];
  if (inner) return ask(node[inner === 1 ? 'expression' : inner]);
  switch (node.type) {
    case 'Literal':
      return true;
    case 'TemplateLiteral':
      return node.expressions.every((one, index) => ask(one, isBase && index === 0 && node.quasis[0].value.raw === ''));
    case 'BinaryExpression':
      return node.operator === '+' ? ask(node.left) && ask(node.right, false) : false;
    case 'LogicalExpression':
      return ask(node.left) && ask(node.right);
    case 'ConditionalExpression':
      return ask(node.consequent) && ask(node.alternate);
    case 'ArrayExpression':
      return node.elements.every((one) => ask(one));
    case 'Identifier':
      return isHarmlessVariable(node, scopeOf, isBase, ask);
    case 'MemberExpression':
      return isHarmlessMember(node, scopeOf, ask);
    case 'NewExpression':
      return node.callee.name === 'URL' && node.arguments.every((one, index) => ask(one, index === 1));
    case 'CallExpression':
      return isHarmlessCall(node, scopeOf, isBase, ask);
    default:
      return false;
  }
}

function isHarmlessCall(node, scopeOf, isBase, ask) {
  const from = getImportAccessPath({ node: node.callee, scope: scopeOf(node), packageNames: PACKAGES });
  if (from) {
    const name = from.path.at(-1);
    const kind = from.packageName.replace('node:', '').split('/')[0];
    if (!KEEPS_ORIGIN[kind].includes(name)) return false;
    // Of what is listed or opened, the path alone counts.
    const parts = kind === 'fs' ? node.arguments.slice(0, 1) : node.arguments;
    return parts.every((one, index) => ask(one, isBase && index === 0));
  }
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.computed) return false;
  if (isProcess(callee.object, scopeOf) && callee.property.name === 'cwd') return true;
  return GIVES_PARTS.has(callee.property.name) && ask(callee.object);
}

function isHarmlessMember(node, scopeOf, ask) {
  const { object, property } = node;
  if (object.type === 'MetaProperty') return true;
  if (isProcess(object, scopeOf)) return !node.computed && SETTINGS.has(property.name);
  if (object.type === 'ThisExpression') return isHarmlessField(node, ask);
  return ask(object);
}

/** Node's own `process`, and nothing else that is called so. */
function isProcess(node, scopeOf) {
  if (node.type !== 'Identifier' || node.name !== 'process') return false;
  const defs = findVariable(scopeOf(node), 'process')?.defs ?? [];
  return defs.every(({ type, node: made }) => type === 'ImportBinding' && /^(?:node:)?process$/.test(made.parent.source.value));
}

function isHarmlessVariable(node, scopeOf, isBase, ask) {
  const variable = findVariable(scopeOf(node), node.name);
  if (!variable || variable.defs.length === 0) return node.name === '__dirname' || node.name === '__filename';
  if (variable.defs.length > 1) return false;
  const [def] = variable.defs;
  if (def.type === 'Parameter') return isHarmlessParameter(def, node, scopeOf, isBase, ask) && variable.references.every((one) => one.isReadOnly() || one.init);
  if (def.type !== 'Variable') return false;
  return variable.references.filter((one) => one.isWrite()).every((one) => ask(one.writeExpr)) && isGivenAtOnce(def, ask);
}

/** `for (const name of names)` writes nothing by itself; the list does. */
function isGivenAtOnce({ node, parent }, ask) {
  const loop = (parent ?? node.parent)?.parent;
  if (loop?.type === 'ForOfStatement' && loop.left === (parent ?? node.parent)) return ask(loop.right);
  return node.type === 'VariableDeclarator' && (node.init ? ask(node.init) : true);
}

/** A parameter is what its function is called with: known where every call stands in this file. */
function isHarmlessParameter(def, node, scopeOf, isBase, ask) {
  const made = def.node;
  const index = made.params.findIndex((one) => (one.type === 'AssignmentPattern' ? one.left : one) === def.name);
  const { parent } = made;
  if (index < 0) return false;
  // What an object is made with is its set-up: the folder it works below, and never a name below a folder.
  if (parent.type === 'MethodDefinition' && parent.kind === 'constructor') return isBase;
  if (parent.type === 'CallExpression') {
    const { callee } = parent;
    return index === 0 && callee.type === 'MemberExpression' && VISITS.has(callee.property.name) && ask(callee.object);
  }
  const name = made.type === 'FunctionDeclaration' ? made.id : parent.type === 'VariableDeclarator' && parent.init === made ? parent.id : null;
  const home = made.type === 'FunctionDeclaration' ? parent : parent.parent?.parent;
  if (!name || /^Export/.test(home?.type ?? '')) return false;
  const named = findVariable(scopeOf(made), name.name);
  if (!named?.defs.some((one) => one.name === name)) return false;
  const uses = named.references.filter((one) => !one.init);
  return (
    uses.length > 0 &&
    uses.every(({ identifier }) => {
      const call = identifier.parent;
      return call.type === 'CallExpression' && call.callee === identifier && index < call.arguments.length && ask(call.arguments[index]);
    })
  );
}

/** A field that nobody outside of the class can set is what the class sets it to. */
function isHarmlessField({ property, parent }, ask) {
  let body = parent;
  while (body && body.type !== 'ClassBody') body = body.parent;
  if (!body) return false;
  const declared = body.body.find((one) => one.type === 'PropertyDefinition' && one.key.name === property.name && one.key.type === property.type);
  const isOwn = property.type === 'PrivateIdentifier' || declared?.readonly || declared?.accessibility === 'private';
  const values = [...(declared?.value ? [declared.value] : []), ...assignedTo(body, property)];
  return Boolean(isOwn) && values.length > 0 && values.every((one) => ask(one));
}

// A class is looked through once, however many of its fields are asked for.
const assignments = new WeakMap();
const nameOf = ({ type, name }) => `${type} ${name}`;

/** Every value of `this.<property> = value` below a class's body. */
function assignedTo(body, property) {
  if (!assignments.has(body)) assignments.set(body, assignmentsIn(body));
  return assignments.get(body).get(nameOf(property)) ?? [];
}

/** By the name of the property. Without recursion: sources nest as deep as somebody wants them to. */
function assignmentsIn(body) {
  const values = new Map();
  for (const left = [body]; left.length > 0; ) {
    const node = left.pop();
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && node.left.object.type === 'ThisExpression') {
      const name = nameOf(node.left.property);
      if (!values.has(name)) values.set(name, []);
      values.get(name).push(node.right);
    }
    for (const key of Object.keys(node)) {
      if (key === 'parent') continue;
      for (const child of [node[key]].flat()) if (typeof child?.type === 'string') left.push(child);
    }
  }
  return values;
}

// A test names the files it makes.
const IS_TEST = /(?:^|\/)(?:tests?|__tests__)\/|\.(?:test|spec)\.[cm]?[jt]sx?$/;

/** eslint-plugin-security's rule, without its reports on paths that are harmless by all that the file tells. */
function onlyForeignPaths(rule) {
  return {
    ...rule,
    create(context) {
      if (IS_TEST.test(context.filename.replace('/workspace/', ''))) return {};
      const scopeOf = (node) => context.sourceCode.getScope(node);
      const report = (found) => {
        const places = /index ([\d,]+)$/.exec(found.message)?.[1].split(',').map(Number) ?? [];
        if (places.length === 0 || !places.every((index) => isHarmless(found.node.arguments[index], scopeOf))) context.report(found);
      };
      return rule.create({ sourceCode: context.sourceCode, filename: context.filename, options: context.options, report });
    },
  };
}

module.exports = { onlyForeignPaths };
