/** Words that people use for the same thing in one text. */

// Each line is one thing; only what no service keeps side by side.
const GROUPS: readonly (readonly string[])[] = `movie film
car vehicle auto automobile
person people human
task todo to_do
photo picture image
pet animal
plant flower houseplant
book title volume
song track tune
device gadget
job position vacancy
customer client
employee worker
member participant
supplier vendor
ticket issue
article post entry
note memo
trip journey
appointment booking reservation
expense spending
workout exercise
recipe dish
house home property
apartment flat
bike bicycle
shop store
message mail
student pupil
teacher instructor
file document
link url bookmark
product good article
city town`
  .split('\n')
  .map((line) => line.split(' '));
const ANYTHING = /^(?:one|entry|item|record|object|thing|resource|row|element|entity|piece|instance)$/;

/** True when `said` (singular, snake_case) is another word for `known`: its last part, a synonym, or a word that fits anything. */
export function isSameThing(said: string, known: string): boolean {
  const last = said.split('_').at(-1) ?? said;
  const lastKnown = known.split('_').at(-1) ?? known;
  // "houseplant" and "plant", "shopping_list_item" and "item"; short endings ("ant" of "plant") are chance.
  const isPart = said.length >= 4 && known.endsWith(said) && known.length - said.length >= 3;
  const isWider = known.length >= 4 && said.endsWith(known) && said.length - known.length >= 3;
  return said === known || isPart || isWider || ANYTHING.test(said) || GROUPS.some((group) => group.includes(last) && group.includes(lastKnown));
}
