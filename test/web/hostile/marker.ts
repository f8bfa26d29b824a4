import { CORPUS, PAYLOADS } from './payloads.js';

// Between payloads that share one text: whatever one opens must not swallow the next.
const CLOSING = `"'>--></style></xmp></template></script>`;

/** Makes hostile texts and remembers where each payload went, so that a test can ask whether it was really shown there. */
export class Marker {
  /** Numbers of payloads by field. */
  readonly issued = new Map<string, Set<number>>();

  /** `away`: an address of another origin, without a path. */
  constructor(private readonly away: string) {}

  get count(): number {
    return PAYLOADS.length;
  }

  /** Numbers of the payloads that are addresses. */
  get addresses(): number[] {
    return PAYLOADS.flatMap((payload, number) => (CORPUS['addresses']?.includes(payload) ? [number] : []));
  }

  /** One payload behind its mark. */
  one(field: string, number: number): string {
    const numbers = this.issued.get(field) ?? new Set();
    this.issued.set(field, numbers.add(number));
    return `${markOf(field, number)} ${this.bare(field, number)}`;
  }

  /** One payload as it is, for places that take an address: nobody expects to see it. */
  bare(field: string, number: number): string {
    const mark = markOf(field, number);
    return PAYLOADS[number]?.({ run: `ran('${mark}')`, away: `${this.away}/${mark}`, mark }) ?? '';
  }

  /** All payloads in one text, for a field that no page shows today: nobody expects to see them. */
  hidden(field: string): string {
    return PAYLOADS.map((_payload, number) => this.bare(field, number)).join(`\n\n${CLOSING}\n\n`);
  }

  /** Each payload alone. */
  each(field: string): string[] {
    return PAYLOADS.map((_payload, number) => this.one(field, number));
  }

  /** All payloads in so many texts, one below the other. */
  packs(field: string, count: number): string[] {
    const size = Math.ceil(PAYLOADS.length / count);
    return Array.from({ length: count }, (_, index) => this.some(field, index * size, (index + 1) * size));
  }

  /** The payloads from one number up to another in one text. */
  some(field: string, from: number, to: number): string {
    const numbers = PAYLOADS.map((_payload, number) => number).slice(from, to);
    return numbers.map((number) => this.one(field, number)).join(`\n\n${CLOSING}\n\n`);
  }

  /** All payloads in one text. */
  all(field: string): string {
    return this.packs(field, 1).join('');
  }

  /** The same on one line. */
  line(field: string): string {
    return oneLine(this.all(field));
  }

  /** What was issued for these fields and is not among the marks seen. */
  missing(seen: ReadonlySet<string>, fields: Iterable<string> = this.issued.keys()): string[] {
    return [...fields].flatMap((field) => [...(this.issued.get(field) ?? [])].map((number) => markOf(field, number)).filter((mark) => !seen.has(mark)));
  }
}

/** Which payload, in which field: small letters only, for some texts are shown so. */
function markOf(field: string, number: number): string {
  return `q${String(number).padStart(3, '0')}z${field}`;
}

/** Without the characters that end a line, for what has only one. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029\f\v]+/g, ' ');
}
