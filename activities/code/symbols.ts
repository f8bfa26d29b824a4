import { parseSource, type CodeLanguage, type SourceTree } from './parser.js';

export interface CodeSymbol {
  name: string;
  kind: 'class' | 'function' | 'method' | 'type' | 'constant' | 'module';
  /** 1-based. */
  line: number;
  endLine: number;
  /** The class or module around it, or null. */
  parent: string | null;
  /** The line it begins with, without its body. */
  signature: string;
}

type Node = SourceTree['root'];

// More of one file are generated code.
const SYMBOLS_MAX = 2_000;
const SIGNATURE_CHARS_MAX = 140;
// Minified bundles and tables: nothing to find in there.
const CHARS_MAX = 300_000;
const TIME_MS = 1_000;
// Of values that are no functions only these are worth a line: constants of the whole file.
const CONSTANT = /^[A-Z][A-Z0-9_]{2,}$/;

const KINDS: Record<string, CodeSymbol['kind']> = {
  abstract_class_declaration: 'class',
  class: 'class',
  class_declaration: 'class',
  class_definition: 'class',
  class_specifier: 'class',
  const_item: 'constant',
  constructor_declaration: 'method',
  enum_declaration: 'type',
  enum_item: 'type',
  function_declaration: 'function',
  function_definition: 'function',
  function_item: 'function',
  function_signature: 'function',
  generator_function_declaration: 'function',
  interface_declaration: 'type',
  internal_module: 'module',
  macro_definition: 'function',
  method: 'method',
  method_declaration: 'method',
  method_definition: 'method',
  mod_item: 'module',
  module: 'module',
  namespace_declaration: 'module',
  namespace_definition: 'module',
  record_declaration: 'class',
  singleton_method: 'method',
  struct_declaration: 'class',
  struct_item: 'class',
  struct_specifier: 'class',
  trait_declaration: 'type',
  trait_item: 'type',
  type_alias_declaration: 'type',
  type_item: 'type',
  type_spec: 'type',
};
// What may hold a definition that others see; everything else is left out of the walk.
const CONTAINER =
  /^(program|module|source_file|translation_unit|compilation_unit|block|statement_block|class_body|interface_body|enum_body|declaration_list|field_declaration_list|body_statement|export_statement|decorated_definition|lexical_declaration|variable_declaration|variable_declarator|expression_statement|assignment_expression|assignment|if_statement|else_clause|try_statement|parenthesized_expression|call_expression|arguments|impl_item|linkage_specification|template_declaration|type_declaration|const_declaration|namespace_declaration|namespace_definition|file_scoped_namespace_declaration|object|pair)$/;
const FUNCTION_VALUE = /^(arrow_function|function_expression|function|generator_function|class|lambda)$/;
const FUNCTION_KINDS = new Set<string>(['function', 'method']);

/** The definitions of a source, in the order of its lines. Empty when it is too large or too hard to parse. */
export async function symbolsOf(language: CodeLanguage, text: string): Promise<CodeSymbol[]> {
  return (await parseSource(language, text, readSymbols, { charsMax: CHARS_MAX, timeMs: TIME_MS })) ?? [];
}

function readSymbols(tree: SourceTree): CodeSymbol[] {
  const symbols: CodeSymbol[] = [];
  // Where we are: definitions around the current node, each with the depth at which it ends.
  const around: { depth: number; name: string; isFunction: boolean }[] = [];
  tree.visit((node, depth) => {
    if (symbols.length >= SYMBOLS_MAX) return false;
    while (around.length > 0 && around.at(-1)!.depth >= depth) around.pop();
    const found = depth === 0 ? null : definition(node);
    if (found) {
      symbols.push(symbolOf(tree.text, node, found, around.at(-1)?.name ?? null));
      around.push({ depth, name: found.name, isFunction: FUNCTION_KINDS.has(found.kind) });
    }
    // Inside a function only what a module wrapped in one defines is of interest.
    const functions = around.filter((each) => each.isFunction).length;
    if (functions > 0) return false;
    return depth === 0 || found !== null || CONTAINER.test(node.type) || (FUNCTION_VALUE.test(node.type) && depth < 8);
  });
  return symbols;
}

interface Definition {
  name: string;
  kind: CodeSymbol['kind'];
}

function definition(node: Node): Definition | null {
  const kind = node.isNamed ? KINDS[node.type] : undefined;
  if (kind) {
    const name = nameOf(node);
    return name ? { name, kind: kind === 'function' && isInClass(node) ? 'method' : kind } : null;
  }
  switch (node.type) {
    case 'variable_declarator':
      return fromValue(node.childForFieldName('name'), node.childForFieldName('value'));
    case 'assignment':
    case 'assignment_expression':
      return fromValue(node.childForFieldName('left'), node.childForFieldName('right'));
    case 'pair':
      return functionValue(node.childForFieldName('key'), node.childForFieldName('value'));
    default:
      return null;
  }
}

function fromValue(target: Node | null, value: Node | null): Definition | null {
  const found = functionValue(target, value);
  if (found || !target || !value) return found;
  return /^(identifier|constant)$/.test(target.type) && CONSTANT.test(target.text) ? { name: target.text, kind: 'constant' } : null;
}

/** `name = function`, `exports.name = () =>`, `Thing.prototype.name = function`. */
function functionValue(target: Node | null, value: Node | null): Definition | null {
  if (!target || !value || !FUNCTION_VALUE.test(value.type)) return null;
  const name = target.type === 'member_expression' ? target.childForFieldName('property')?.text : target.text;
  // `module.exports = class Box`: the class tells its name itself.
  if (!name || name === 'exports' || !/^[\w$]+$/.test(name)) return null;
  return { name, kind: value.type === 'class' ? 'class' : 'function' };
}

function isInClass(node: Node): boolean {
  const outer = node.parent?.type === 'decorated_definition' ? node.parent.parent : node.parent;
  return outer?.parent?.type === 'class_definition';
}

/** The name of a definition; that of C is inside its declarator. */
function nameOf(node: Node): string | null {
  let named = node.childForFieldName('name');
  for (let inner = named ? null : node.childForFieldName('declarator'); inner; inner = inner.childForFieldName('declarator')) named = inner;
  const text = named?.text ?? '';
  return text !== '' && text.length <= 100 && !/\s/.test(text) ? text : null;
}

function symbolOf(text: string, node: Node, { name, kind }: Definition, parent: string | null): CodeSymbol {
  const start = node.startIndex;
  const end = text.indexOf('\n', start);
  const line = text.slice(start, end < 0 ? undefined : end).trim();
  const signature = line.replace(/[{:]$/, '').trimEnd().slice(0, SIGNATURE_CHARS_MAX);
  return { name, kind, line: node.startPosition.row + 1, endLine: node.endPosition.row + 1, parent, signature };
}
