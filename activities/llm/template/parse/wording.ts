/** The ways people ask for a change, brought to the few that are read: "I'd also like a phone number" is "add a phone number". */

const WISH =
  /^(?:(?:also|and|but|then) )*(?:(?:i|we|they|users|you)(?:'d| would|'ll| will)? (?:also |still |really |just )*(?:like|want|need|miss|forgot|are missing)(?: to (?:have|see|add|know|store))?|(?:there|it|they) (?:should|must|has to|have to) (?:also )?(?:be|have|contain|include)|there (?:is|are) (?:also )?|(?:it |also )*needs?|(?:what is |what's )?missing(?: is| are)?:?) (?!(?:only|just|exactly|no|one|to|it|them|that|this)\b)(.+)$/i;
const MISSING = /^(.{2,80}?) (?:is|are) (?:still )?missing$/i;
const TOO = /,?\s+(?:too|as well|also)$/i;
const REPLACE = /^(?:replace|swap|exchange) (.{2,60}?) (?:by|with|for) (.{2,60})$/i;

/** The sentence as a change that is read; the sentence itself where it is one already, or none. */
export function asChange(sentence: string): string {
  const plain = sentence.replace(TOO, '');
  const wished = WISH.exec(plain)?.[1] ?? MISSING.exec(plain)?.[1];
  if (wished !== undefined) return `add ${wished}`;
  return plain.replace(REPLACE, 'rename $1 to $2');
}

const CONTENT =
  /^(?:(?:that|it|this|the plan|all|everything|well|ok|okay|yes) )*(?:(?:looks?|sounds?|seems?|is|are) )?(?:(?:very|really|all|quite|just) )*(?:good|great|fine|ok|okay|perfect|nice|right|lgtm|approved?|thanks?|thank you|yes|go ahead|start|begin|do it|build it|start it|go)(?: (?:now|to me|then|please|so far|as it is|thanks?))*[.!]*$/i;

/** Words that ask for no change: "looks good". */
export function asksForNothing(sentence: string): boolean {
  return CONTENT.test(sentence.trim());
}
