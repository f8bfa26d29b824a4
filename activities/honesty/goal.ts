/** Does the task ask for this? Its words are the only licence to change what a test expects. */

// Verbs that announce a change of behaviour. "Fix" is not among them: whoever mends code leaves its tests alone.
const CHANGES =
  /\b(?:chang(?:e[sd]?|ing)|updat(?:e[sd]?|ing)|switch(?:ed|es|ing)?|migrat\w+|instead of|should (?:now|be|return|give|use|say|show|have|raise|throw)|must (?:now|be|return|give|use|say|show|have|raise|throw)|now (?:return|use|say|show|give|round|raise|throw)\w*|return(?:s|ed|ing)? .{1,60} (?:instead|rather)|rename\w*|replac\w+|rewrit\w+|reword\w*|rephras\w+|redesign\w*|reformat\w*|localis\w+|localiz\w+|translat\w+|increas\w+|decreas\w+|rais(?:e|ing) the|lower(?:s|ed|ing)?|bump\w*|extend\w*|adjust\w*|different|new (?:default|format|message|text|wording|layout|label|value|limit|output|header|order|currency|rate)|default to|from .{1,60} to )\b/i;
const REMOVES =
  /\b(?:remov\w+|delet\w+|drop\w*|retir\w+|obsolete|deprecat\w+|discontinu\w+|get rid of|no longer|without|strip out|sunset\w*|end(?:ing)? support|replac\w+)\b/i;
// Words too common to link a goal with a test.
const COMMON = new Set(
  'test tests testing should must with that this from when then have returns return value values the and for not new code make pass change changes update file files add use get set function method class case true false none null expect assert equal'.split(
    ' ',
  ),
);

/** Words of a text and of identifiers in it, shortened to stems of a few letters. */
export function stemsOf(text: string): Set<string> {
  const words =
    text
      .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[a-z]{3,}|\d+(?:\.\d+)?/g) ?? [];
  return new Set(words.filter((word) => !COMMON.has(word)).map(stem));
}

function stem(word: string): string {
  if (/^\d/.test(word)) return word;
  const bare = word.replace(/(?:ations?|ings?|ers?|ies|ed|es|s|e|y)$/, '');
  return bare.length >= 3 ? bare : word;
}

function shares(goal: string, about: string): boolean {
  const asked = stemsOf(goal);
  return [...stemsOf(about)].some((word) => asked.has(word));
}

/** The goal announces a change of what this text is about, or names the new value itself. */
export function asksForChange(goal: string, about: string, newValue = ''): boolean {
  const value = newValue.replaceAll(/^["'\s]+|["'\s]+$/g, '');
  if (value.length >= 2 && new RegExp(`(?<![\\w.])${value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w])`, 'i').test(goal)) return true;
  return CHANGES.test(goal) && shares(goal, `${about} ${newValue}`);
}

/** The goal asks for the end of what this text is about. */
export function asksForRemoval(goal: string, about: string): boolean {
  return REMOVES.test(goal) && shares(goal, about);
}
