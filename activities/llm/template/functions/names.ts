import { identifier } from '../parse/names.js';
import type { FunctionRecipe } from './recipe.js';

// Neither language may use these as a name of a function, and a module must not hide one of the standard library.
const RESERVED = new Set(
  `and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with
  yield match case type print list dict set str int float bool sum min max len range open input map filter zip any all hash id iter next object super tuple vars dir eval exec
  function var let const new delete typeof instanceof void this null true false undefined enum export extends implements interface package private protected public static
  switch throw catch do debugger default arguments module require re math os sys json statistics unicodedata unittest test tests typing random string time datetime library
  called named that which takes returns return to name main app cli src code collections types number numbers text`.split(/\s+/),
);

/** A recipe under the name it gets in this project. */
export interface NamedFunction {
  recipe: FunctionRecipe;
  name: string;
}

/** The name the words give to a single function ("called add_up", "function addUp(a, b)"), else the recipe's own. */
export function functionNames(recipes: FunctionRecipe[], description: string): NamedFunction[] {
  const said =
    /\b(?:called|named)\s+[`'"]?([A-Za-z_]\w{1,39})\b/.exec(description)?.[1] ?? /\bfunction\s+[`'"]?([A-Za-z_]\w{1,39})\s*\(/.exec(description)?.[1];
  const name = said === undefined ? null : identifier(said);
  const isUsable = recipes.length === 1 && name !== null && !RESERVED.has(name);
  return recipes.map((recipe) => ({ recipe, name: isUsable ? name : recipe.name }));
}
