/** The assertions of a test body, whatever library wrote them, on one scale of strength. */
import { chainsIn, closeOf, isPunct, isWord, splitTop, type Chain, type Segment } from '../source/chains.js';
import { canonical, type Language, type Token } from '../source/tokens.js';
import { claimsAgainst, claimsOf, isLiteral, STRENGTH, type Claim } from './expression.js';
import { matcherStrength } from './matchers.js';

export interface Assertion extends Claim {
  line: number;
  /** One spelling of the whole statement. */
  text: string;
  form: 'value' | 'raises';
}

const BROAD = /^(?:Exception|BaseException|Throwable|Error|RuntimeException|SystemException)$/;
const RAISES =
  /^(?:raises|assertraises|assertraisesregex|assertthrows|assertthrowsexactly|throws|throwsasync|throwsany|throwsanyasync|throwsexception|throwsexceptionasync|throwsexactly|tothrow|tothrowerror|throw|throwexactly|throwasync|throwexactlyasync|rejects|isinstanceof|expect|expecterror|throwserror|rejectswith|assertthatthrownby|assertthatexceptionoftype|catchthrowable|errorcontains|erroris|errortype|erroras)$/;
const ASSERTING = /^(?:assert\w*|expect|verify|must|require|ensure|should|check|is|t|chai|sinon|td)$/i;

/** In the order of the text. `depth` guards against bodies within bodies. */
export function assertionsIn(language: Language, body: readonly Token[]): Assertion[] {
  const found = [...bareAsserts(language, body), ...ifChecks(language, body), ...chainAsserts(language, body)];
  return found.sort((a, b) => a.line - b.line);
}

function of(line: number, text: string, form: Assertion['form'], claim: Claim): Assertion {
  return { ...claim, line, text, form };
}

/** `assert x == y, "message"` of Python and `assert x : "m"` of Java. */
function bareAsserts(language: Language, body: readonly Token[]): Assertion[] {
  if (language !== 'python' && language !== 'java') return [];
  const found: Assertion[] = [];
  for (let index = 0; index < body.length; index += 1) {
    const token = body[index]!;
    if (!isWord(token, 'assert') || isPunct(body[index - 1], '.')) continue;
    const end = statementEnd(language, body, index);
    const statement = body.slice(index + 1, end);
    const [condition = []] = splitTop(statement, language === 'java' ? ':' : ',');
    for (const claim of claimsOf(condition)) found.push(of(token.line, canonical(condition), 'value', claim));
    // An assert of a tuple always holds.
    if (isPunct(statement[0], '(') && closeOf(statement, 0) === statement.length - 1 && splitTop(statement.slice(1, -1)).length > 1)
      found.push(of(token.line, canonical(statement), 'value', { strength: STRENGTH.nothing, subject: statement, expected: null, tolerance: null }));
  }
  return found;
}

/** Index behind the statement that begins at `start`. */
export function statementEnd(language: Language, tokens: readonly Token[], start: number): number {
  for (let index = start; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (index > start && token.first && (language === 'python' || language === 'go' || language === 'javascript') && !/^[.)\]}?]/.test(token.text))
      return index;
    if (isPunct(token, ';')) return index;
    if (token.kind === 'punct' && /^[([{]$/.test(token.text)) index = closeOf(tokens, index);
  }
  return tokens.length;
}

/** `if got != want { t.Errorf(...) }` and `if (x !== y) throw ...`. */
function ifChecks(language: Language, body: readonly Token[]): Assertion[] {
  if (language === 'python') return [];
  const found: Assertion[] = [];
  for (let index = 0; index < body.length; index += 1) {
    const token = body[index]!;
    if (!isWord(token, 'if')) continue;
    const paren = language !== 'go' && isPunct(body[index + 1], '(');
    const open = paren ? closeOf(body, index + 1) + 1 : blockOpen(body, index + 1);
    const block = isPunct(body[open], '{') ? body.slice(open, closeOf(body, open) + 1) : body.slice(open, open + 12);
    if (!fails(language, block)) continue;
    const header = paren ? body.slice(index + 2, open - 1) : body.slice(index + 1, open);
    const parts = splitTop(header, ';');
    const condition = parts.at(-1) ?? [];
    const claims = /\b(?:Diff|Compare)\b/.test(canonical(header)) ? [diffClaim(header)] : claimsAgainst(condition);
    for (const claim of claims) found.push(of(token.line, canonical(header), 'value', claim));
  }
  return found;
}

function blockOpen(tokens: readonly Token[], start: number): number {
  for (let index = start; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    // `struct{...}{...}` and `[]int{1}` within a condition stand in brackets or behind a type.
    if (isPunct(token, '{') && !isPunct(tokens[index - 1], ']') && !(isPunct(tokens[index - 2], ']') && tokens[index - 1]?.kind === 'word')) return index;
    if (token.kind === 'punct' && /^[([{]$/.test(token.text)) index = closeOf(tokens, index);
  }
  return tokens.length;
}

function fails(language: Language, block: readonly Token[]): boolean {
  return block.some((token, index) => {
    if (language === 'go')
      return (
        /^(?:Errorf?|Fatalf?|Fail|FailNow)$/.test(token.text) &&
        isPunct(block[index - 1], '.') &&
        /^(?:t|tb|b|tt|s|suite|T)$/.test(block[index - 2]?.text ?? '')
      );
    return /^(?:fail|Fail)$/.test(token.text) && isPunct(block[index + 1], '(');
  });
}

function diffClaim(header: readonly Token[]): Claim {
  const open = header.findIndex((token) => isPunct(token, '('));
  const [a = [], b = []] = splitTop(header.slice(open + 1, closeOf(header, open)));
  const [subject, expected] = /want|exp/i.test(canonical(b)) || !/want|exp/i.test(canonical(a)) ? [a, b] : [b, a];
  return { strength: canonical(a) === canonical(b) ? STRENGTH.nothing : STRENGTH.exact, subject, expected, tolerance: null };
}

function chainAsserts(language: Language, body: readonly Token[]): Assertion[] {
  return chainsIn(body).flatMap((chain) => {
    const assertions = chainAssertions(language, chain);
    const text = canonical(body.slice(chain.start, chain.end));
    return assertions.map((assertion) => of(chain.line, text, assertion.form, assertion));
  });
}

type Found = Claim & { form: Assertion['form'] };

/** The called name an assertion is known by, e.g. `assertEquals` of `Assertions.assertEquals(...)`. */
function chainAssertions(language: Language, chain: Chain): Found[] {
  const segments = chain.segments.map((segment) => ({ ...segment, name: segment.name.replace(/<.*$/, ''), generic: /<(.*)>$/.exec(segment.name)?.[1] ?? '' }));
  const names = segments.map(({ name }) => name);
  const should = names.findIndex((name) => name === 'Should' || name === 'should');
  const root = names[0]!;
  if (root === 'expect' && segments[0]!.args) return fluent(segments, segments[0]!.args[0] ?? [], 1);
  if (should > 0) return fluent(segments, subjectBefore(chain, should), should + 1);
  const at = segments.findIndex((segment) => segment.args !== null);
  const called = segments[at];
  if (!called?.args) return [];
  const name = normal(called.name);
  if (/^assertthat(?:thrownby|code|exceptionoftype)?$/.test(name) || (root === 'Assert' && called.name === 'That'))
    return assertThat(segments.slice(at), called.args);
  if (name === 'verify' && segments[at + 1]?.args)
    return [{ form: 'value', strength: STRENGTH.call, subject: called.args.flat(), expected: segments[at + 1]!.args!.flat(), tolerance: null }];
  if (
    /^assert_?(?:has_|not_|any_|called|awaited)/i.test(called.name) ||
    /^(?:Verify|Received|DidNotReceive|AssertCalled|AssertExpectations|AssertNumberOfCalls)$/.test(called.name)
  )
    return [
      {
        form: 'value',
        strength: /with|calls|Times|AssertCalled/i.test(called.name) ? STRENGTH.call : STRENGTH.truth,
        subject: [word(called.name)],
        expected: called.args.flat(),
        tolerance: null,
      },
    ];
  const library =
    /^assert/i.test(called.name) ||
    (segments.length > 1 && at > 0 && ASSERTING.test(root)) ||
    (root === 'assert' && at === 0) ||
    (language === 'python' && /^(?:pytest|self|cls|np|numpy|testing)$/.test(root) && (/^assert/.test(name) || name === 'raises' || name === 'warns'));
  if (!library) return name === 'raises' || name === 'fail' ? plain(called, name, language) : [];
  return plain(called, name, language);
}

const word = (text: string): Token => ({ kind: 'word', text, line: 0, column: 0, first: false });
const normal = (name: string): string => name.replaceAll('_', '').toLowerCase();

function subjectBefore(chain: Chain, segment: number): Token[] {
  return chain.segments.slice(0, segment).flatMap(({ name, args }) => [word(name), ...(args ?? []).flat()]);
}

/** `assertEquals(a, b)`, `assert.Equal(t, a, b)`, `Assert.Throws<E>(...)`, `pytest.raises(E)`. */
function plain(called: Segment & { generic?: string }, name: string, language: Language): Found[] {
  let args = called.args ?? [];
  if (language === 'go' && args.length > 0 && /^(?:t|tb|s\.T\(\)|suite\.T\(\))$/.test(args[0]!.map(({ text }) => text).join(''))) args = args.slice(1);
  if (RAISES.test(name) && !/^(?:isinstanceof|expect)$/.test(name)) return [raises(called.generic ?? '', args)];
  if (/^(?:assert|ok|true|istrue|asserttrue|that|condition)$/.test(name))
    return claimsOf(args.length > 1 && args[0]![0]?.kind === 'string' ? args[1]! : (args[0] ?? [])).map((claim) => ({ ...claim, form: 'value' }));
  if (/^(?:assertfalse|false|isfalse|notok)$/.test(name)) return claimsAgainst(args[0] ?? []).map((claim) => ({ ...claim, form: 'value' }));
  const strength = matcherStrength(name);
  if (strength === null) return [];
  return [compared(strength, args)];
}

function compared(strength: number, all: Token[][]): Found {
  // A message in front (JUnit 4) is no value.
  const args =
    all.length === 3 && all[0]![0]?.kind === 'string' && all[0]!.length === 1 && all[2]![0]?.kind !== 'string' && !/^\d/.test(all[2]![0]?.text ?? '')
      ? all.slice(1)
      : all;
  const [a = [], b = null, c = null] = args;
  if (b === null) return { form: 'value', strength, subject: a, expected: null, tolerance: null };
  const [subject, expected] = isLiteral(a) || (/^(?:want|expected|exp)/i.test(canonical(a)) && !isLiteral(b)) ? [b, a] : [a, b];
  if (strength >= STRENGTH.approximate && canonical(a) === canonical(b))
    return { form: 'value', strength: STRENGTH.nothing, subject, expected, tolerance: null };
  // The third argument of assertEquals is a difference when it is a number.
  const delta =
    c && (/^\d/.test(c[0]?.text ?? '') || /^(?:delta|places|precision|eps)/i.test(c[0]?.text ?? ''))
      ? Number.parseFloat(c.find(({ kind }) => kind === 'number')?.text ?? '')
      : Number.NaN;
  const approximate = strength === STRENGTH.exact && !Number.isNaN(delta);
  const bothWritten = isLiteral(a) && isLiteral(b);
  const wild = expected.some((token) => /^(?:ANY|anything|It|any)$/.test(token.text)) ? STRENGTH.presence : strength;
  return {
    form: 'value',
    strength: bothWritten ? STRENGTH.nothing : approximate ? STRENGTH.approximate : wild,
    subject,
    expected,
    tolerance: Number.isNaN(delta) ? null : delta,
  };
}

function raises(generic: string, args: Token[][]): Found {
  const first =
    args.find((part) => !part.some((token) => token.text === '=>' || token.text === '->' || token.text === 'function' || token.text === 'lambda')) ?? [];
  const names = generic !== '' ? [generic] : first.filter(({ kind }) => kind === 'word').map(({ text }) => text);
  const wide = names.length === 0 ? first.length === 0 : names.some((name) => BROAD.test(name));
  const asked = args.some((part) => isWord(part[0], 'match') || (part[0]?.kind === 'string' && part !== first)) || first.some(({ kind }) => kind === 'string');
  return {
    form: 'raises',
    strength: (wide ? STRENGTH.anyError : STRENGTH.exact) + (asked ? 0.5 : 0),
    subject: [word('raises')],
    expected: [
      ...first.filter((token) => token.kind === 'string' || (token.kind === 'word' && !/^(?:class|typeof|new)$/.test(token.text))),
      ...(generic ? [word(generic)] : []),
    ],
    tolerance: null,
  };
}

/** `expect(x).not.toBe(y)`, `x.Should().Be(y)`: every called name behind the subject is a claim. */
function fluent(segments: (Segment & { generic: string })[], subject: Token[], from: number): Found[] {
  const negated = segments.some((segment, index) => index >= from && /^(?:not|Not)$/.test(segment.name));
  const found: Found[] = [];
  for (const [index, segment] of segments.entries()) {
    if (index < from) continue;
    const name = normal(segment.name);
    const last = index === segments.length - 1;
    if (segment.args && RAISES.test(name) && name !== 'expect')
      found.push(negated ? { ...raises('', []), strength: STRENGTH.truth } : raises(segment.generic, segment.args));
    else if (segment.args || last) {
      const strength = matcherStrength(name);
      if (strength === null) continue;
      found.push(...fluentClaim(strength, name, subject, segment.args ?? [], negated));
    }
  }
  return found;
}

function fluentClaim(strength: number, name: string, subject: Token[], args: Token[][], negated: boolean): Found[] {
  const expected = args[0] ?? null;
  const same = expected && strength >= STRENGTH.approximate && canonical(expected) === canonical(subject);
  const constant = subject.length > 0 && isLiteral(subject) && (expected === null || isLiteral(expected));
  if (same || constant) return [{ form: 'value', strength: STRENGTH.nothing, subject, expected, tolerance: null }];
  const wild = /^(?:expect|Match|Arg|It)$/.test(expected?.[0]?.text ?? '')
    ? /\b(?:anything|any)\b/i.test(canonical(expected!))
      ? STRENGTH.presence
      : STRENGTH.partial
    : strength;
  const boolean = strength === STRENGTH.exact && expected?.length === 1 && /^(?:true|false)$/.test(expected[0]!.text) ? STRENGTH.truth : wild;
  const places = /closeto/.test(name) ? 10 ** -Number.parseFloat(args[1]?.[0]?.text ?? '2') : Number.parseFloat(args[1]?.[0]?.text ?? '');
  const undone = negated ? (strength === STRENGTH.exact || strength === STRENGTH.partial ? STRENGTH.unlike : strength) : boolean;
  return [{ form: 'value', strength: undone, subject, expected, tolerance: Number.isNaN(places) ? null : places }];
}

/** AssertJ's chain, Hamcrest's and NUnit's second argument. */
function assertThat(segments: (Segment & { generic: string })[], args: Token[][]): Found[] {
  const [subject = [], matcher = null] = args;
  if (segments.length > 1 && !(matcher && matcher.length > 1)) {
    const found = fluent(segments, subject, 1);
    return subject.some((token) => token.text === '->') ? found.map((each) => ({ ...each, form: 'raises' })) : found;
  }
  if (!matcher) return claimsOf(subject).map((claim) => ({ ...claim, form: 'value' }));
  const names = matcher.filter(({ kind }) => kind === 'word').map(({ text }) => normal(text));
  if (names.some((name) => RAISES.test(name) && name !== 'isinstanceof'))
    return [raises('', [matcher.filter((token) => BROAD.test(token.text) || /Exception$/.test(token.text))])];
  const strengths = names.map(matcherStrength).filter((strength) => strength !== null);
  const negated = names.includes('not');
  const strength =
    strengths.length === 0 ? STRENGTH.truth : names.some((name) => /^(?:within|closeto)$/.test(name)) ? STRENGTH.approximate : Math.min(...strengths);
  const open = matcher.findLastIndex((token) => isPunct(token, '('));
  const expected = open === -1 ? null : matcher.slice(open + 1, closeOf(matcher, open));
  if (expected && canonical(expected) === canonical(subject)) return [{ form: 'value', strength: STRENGTH.nothing, subject, expected, tolerance: null }];
  return [{ form: 'value', strength: negated ? STRENGTH.unlike : strength, subject, expected, tolerance: null }];
}
