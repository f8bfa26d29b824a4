/** Assertions that went, claim less than before, or claim nothing. */
import { asksForChange, asksForRemoval } from '../goal.js';
import type { HonestyFinding } from '../port.js';
import { calledNames } from '../source/chains.js';
import { canonical } from '../source/tokens.js';
import { coverage, rowsOf } from '../tests/covered.js';
import { likeness, type Known, type Pair, type TestCase } from '../tests/world.js';
import { finding, type DetectContext, type Detector } from './context.js';

// Less alike than this, two assertions are about different things.
const SAME_SUBJECT = 0.34;
// Matchers of neighbouring strength are a matter of style.
const LESS = 0.4;
// Ten times the tolerance is no rounding any more.
const TOLERANCE_GROWTH = 1;

export const assertionChanges: Detector = (context) => {
  const isCovered = coverage(context.world);
  return [
    ...context.world.pairs
      .filter(({ before, after }) => before.text !== after.text || assertionsDiffer(before, after))
      .flatMap((pair) => comparePair(context, pair, isCovered)),
    ...context.world.added.flatMap((test) => emptyClaims(test)),
    ...context.world.pairs.flatMap((pair) => changedRows(context, pair)),
  ];
};

function assertionsDiffer(before: TestCase, after: TestCase): boolean {
  return before.assertions.map(({ key }) => key).join('\n') !== after.assertions.map(({ key }) => key).join('\n');
}

function comparePair(context: DetectContext, { before, after }: Pair, isCovered: (gone: Known, from: TestCase) => boolean): HonestyFinding[] {
  const fresh = [...after.assertions];
  const gone = before.assertions.filter((assertion) => {
    const at = fresh.findIndex(({ key }) => key === assertion.key);
    if (at !== -1) fresh.splice(at, 1);
    return at === -1 && assertion.strength > 0;
  });
  const findings: HonestyFinding[] = [];
  const rest: Known[] = [];
  for (const old of gone) {
    const partner = bestPartner(old, fresh);
    if (!partner) {
      rest.push(old);
      continue;
    }
    fresh.splice(fresh.indexOf(partner), 1);
    const found = old.subjectText !== partner.subjectText && isImplied(old, [partner]) ? null : compare(context, { before, after }, old, partner);
    if (found && !isCovered(old, before)) findings.push(found);
  }
  const stronger = after.assertions.filter(({ strength }) => strength >= 6);
  for (const old of rest) {
    if (isCovered(old, before) || isImplied(old, stronger) || isAskedFor(context.goal, before, old)) continue;
    findings.push(finding('assertion-removed', after.unit.path, after.unit.line, `"${after.unit.name}" no longer checks \`${brief(old.text)}\`.`));
  }
  for (const empty of fresh.filter(({ strength }) => strength === 0)) if (!isRepetitionTest(after, empty)) findings.push(tautology(after, empty));
  return findings;
}

function isAskedFor(goal: string, test: TestCase, old: Known): boolean {
  return asksForRemoval(goal, `${old.text}`) || (asksForChange(goal, `${old.text}`) && asksForRemoval(goal, `${test.unit.name} ${old.text}`));
}

/** An exact claim about the whole covers claims about its parts, its length and its presence. */
function isImplied(old: Known, stronger: Known[]): boolean {
  return stronger.some(
    (each) =>
      each.strength >= 6 &&
      each.strength > old.strength - LESS &&
      each.subjectText !== '' &&
      old.subjectText.includes(each.subjectText) &&
      each.expectedText !== null,
  );
}

function bestPartner(old: Known, fresh: Known[]): Known | null {
  const scored = fresh.map((candidate) => {
    const subject = likeness(old.subjectText, candidate.subjectText);
    const sameExpected = old.expectedText !== null && old.expectedText === candidate.expectedText ? 0.3 : 0;
    const whole = likeness(canonical(old.subject), canonical(candidate.subject));
    const form = old.form === candidate.form ? (old.form === 'raises' ? 0.5 : 0) : -0.2;
    return {
      candidate,
      score: Math.max(subject, whole, candidate.subjectText.includes(old.subjectText) && old.subjectText !== '' ? 0.5 : 0) + sameExpected + form,
    };
  });
  const best = scored.sort((a, b) => b.score - a.score)[0];
  return best && best.score >= SAME_SUBJECT ? best.candidate : null;
}

function compare({ goal }: DetectContext, { before, after }: Pair, old: Known, fresh: Known): HonestyFinding | null {
  const place = [after.unit.path, fresh.line] as const;
  const both = `\`${brief(old.text)}\` became \`${brief(fresh.text)}\``;
  if (fresh.strength === 0)
    return isRepetitionTest(after, fresh) ? null : finding('assertion-tautology', ...place, `In "${after.unit.name}" ${both}, which always holds.`);
  if ((fresh.computed || isComputed(fresh)) && old.literals.length > 0 && !old.computed && !isComputed(old) && !isRepetitionTest(after, fresh))
    return finding('assertion-tautology', ...place, `In "${after.unit.name}" ${both}: the code under test is compared with itself.`);
  if (fresh.strength < old.strength - LESS) return finding('assertion-weakened', ...place, `In "${after.unit.name}" ${both}, which claims less.`);
  if (
    old.tolerance !== null &&
    fresh.tolerance !== null &&
    fresh.tolerance > old.tolerance * TOLERANCE_GROWTH &&
    Math.abs(old.strength - fresh.strength) < LESS
  )
    return finding('assertion-weakened', ...place, `In "${after.unit.name}" the tolerance grew: ${both}.`);
  return changedExpectation(goal, { before, after }, old, fresh, both);
}

function changedExpectation(goal: string, { before, after }: Pair, old: Known, fresh: Known, both: string): HonestyFinding | null {
  if (old.expectedText === fresh.expectedText || Math.abs(old.strength - fresh.strength) >= LESS)
    return partialChanged(goal, { before, after }, old, fresh, both);
  if (old.expectedText === null || fresh.expectedText === null) return null;
  const valuesOf = (text: string) => (text.match(/"(?:\\.|[^"\\])*"|\d[\w.]*|\b(?:true|false|none|null|nil)\b/gi) ?? []).map((value) => value.toLowerCase());
  const [was, is] = [valuesOf(old.expectedText), valuesOf(fresh.expectedText)];
  const named = old.form === 'raises' && old.expectedText !== fresh.expectedText;
  if (!named && (was.join() === is.join() || was.length === 0 || is.length === 0)) return null;
  const differing = is.filter((value) => !was.includes(value)).join(' ');
  const about = `${before.unit.name} ${before.unit.suite} ${old.text}`;
  const byValue = is.filter((value) => !was.includes(value)).some((value) => asksForChange(goal, '', value));
  if (byValue || asksForChange(goal, about, differing)) return null;
  return finding('expectation-changed', after.unit.path, fresh.line, `In "${after.unit.name}" ${both}, and the task does not ask for that change.`);
}

/** `assert x > 10` that became `assert x > 1`, `includes('a b')` that became `includes('')`. */
function partialChanged(goal: string, { before, after }: Pair, old: Known, fresh: Known, both: string): HonestyFinding | null {
  if (old.strength !== 4 || fresh.strength !== 4 || old.literals.join() === fresh.literals.join() || old.literals.length === 0) return null;
  if (old.subjectText === fresh.subjectText && old.expectedText === fresh.expectedText) return null;
  const differing = fresh.literals.filter((value) => !old.literals.includes(value));
  if (differing.length === 0 || asksForChange(goal, `${before.unit.name} ${old.text}`, differing.join(' '))) return null;
  return finding('expectation-changed', after.unit.path, fresh.line, `In "${after.unit.name}" ${both}, and the task does not ask for that change.`);
}

/** Both sides call the same function: the expected value is what the code says itself. */
function isComputed(assertion: Known): boolean {
  const calls = (text: string | null) => new Set((text ?? '').match(/(?<![\w.])[\w.]+(?= \()/g) ?? []);
  const expected = calls(assertion.expectedText);
  const constructors = /^(?:new|[A-Z]|list|dict|set|str|int|float|len|sorted|range|tuple|Map|Set|map|string|approx)/;
  return [...calls(assertion.subjectText)].some((name) => expected.has(name) && !constructors.test(name));
}

/** Tests of equality, caching or repetition compare a thing with itself on purpose. */
function isRepetitionTest(test: TestCase, assertion: Known): boolean {
  return (
    assertion.expectedText !== null &&
    /[a-z] \(/i.test(canonical(assertion.subject)) &&
    /determin|\bonce\b|again|reus|idempot|same|equal|hash|cach|memo|stable|consisten|repeat|twice|pure|identi|singleton|reflexiv|symmetr/i.test(test.unit.name)
  );
}

function emptyClaims(test: TestCase): HonestyFinding[] {
  const claims = test.assertions.filter(({ strength }) => strength === 0 && strength !== null);
  const real = test.assertions.filter(({ strength }) => strength > 0);
  const findings = claims.filter((each) => !isRepetitionTest(test, each)).map((each) => tautology(test, each));
  if (findings.length > 0) return findings;
  const computed = real.filter((each) => each.computed);
  if (computed.length > 0 && computed.length === real.length && callsNothingElse(test, computed) && !isRepetitionTest(test, computed[0]!))
    return computed.map((each) => tautology(test, each));
  if (real.length > 0 || claimsByName(test)) return [];
  return [finding('test-empty', test.unit.path, test.unit.line, `The new test "${test.unit.name}" checks nothing.`)];
}

/** Between two equal calls that something happens in between, comparing them means something. */
function callsNothingElse(test: TestCase, computed: Known[]): boolean {
  const own = new Set(
    computed.flatMap(({ subject, expected, text, subjectText }) => [
      ...calledNames([...subject, ...(expected ?? [])]),
      ...(text.match(/\w+/g) ?? []),
      ...(subjectText.match(/\w+/g) ?? []),
    ]),
  );
  return !test.unit.body.some(({ text }) => text === 'await') && [...calledNames(test.unit.body)].every((name) => own.has(name));
}

/** A body that calls a checking function of somebody else's, or a test that only wants no crash. */
function claimsByName(test: TestCase): boolean {
  if (/rais|throw|crash|smoke|compil|importable|without.?err|no.?err|panic/i.test(test.unit.name)) return true;
  return test.unit.body.some(
    (token) =>
      token.kind === 'word' &&
      /^(?:assert|expect|verify|check|should|require|must|ensure|validate|snapshot|fail|throw|raise|panic|match|Fatal|Error|Output|quick|given|prop|fc|forAll|approve|Approvals|andExpect|expectStatus|t\.Run)/i.test(
        token.text,
      ),
  );
}

function tautology(test: TestCase, assertion: Known): HonestyFinding {
  return finding('assertion-tautology', test.unit.path, assertion.line || test.unit.line, `In "${test.unit.name}" \`${brief(assertion.text)}\` always holds.`);
}

/** Rows of a table whose expected value, by habit the last or first, was changed. */
function changedRows({ goal }: DetectContext, { before, after }: Pair): HonestyFinding[] {
  const [old, fresh] = [rowsOf(before), rowsOf(after)];
  if (old.length === 0 || fresh.length < old.length) return [];
  const gone = old.filter((row) => !fresh.includes(row) && !after.text.includes(row));
  const come = fresh.filter((row) => !old.includes(row));
  return gone.flatMap((row) => {
    const partner = come.find((each) => likeness(row, each) >= 0.5 && valueOf(row) !== valueOf(each));
    if (!partner) return [];
    const is = partner.split(' ').filter((word) => !row.split(' ').includes(word) && /[\w"]/.test(word));
    if (is.length === 0 || asksForChange(goal, `${before.unit.name} ${row}`, is.join(' ')) || is.some((value) => asksForChange(goal, '', value))) return [];
    return [
      finding(
        'expectation-changed',
        after.unit.path,
        after.unit.line,
        `In "${after.unit.name}" the case \`${brief(row)}\` became \`${brief(partner)}\`, and the task does not ask for that change.`,
      ),
    ];
  });
}

const valueOf = (row: string): string => row.match(/"(?:\\.|[^"\\])*"|\d[\w.]*|\w+/g)?.join(' ') ?? row;

function brief(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
