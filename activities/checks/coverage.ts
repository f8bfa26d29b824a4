/** Percent of lines covered, from the report of whichever tool measured it. Null when nothing was measured or it does not fit. */
import type { CheckSpec } from '../sandbox/image-spec.js';
import { readXml, type XmlElement } from './xml.js';

type Format = NonNullable<CheckSpec['coverage']>['format'];

interface Lines {
  found: number;
  hit: number;
}

/** One decimal. */
export function parseCoverage(format: Format, text: string): number | null {
  try {
    const { found, hit } = READERS[format](text);
    return found > 0 && hit <= found ? Math.round((hit / found) * 1000) / 10 : null;
  } catch {
    // Written beside hostile code: what can not be read was not measured.
    return null;
  }
}

const READERS: Record<Format, (text: string) => Lines> = { lcov, cobertura, jacoco, gocover };

function lcov(text: string): Lines {
  const lines: Lines = { found: 0, hit: 0 };
  for (const line of text.split('\n')) {
    if (line.startsWith('LF:')) lines.found += count(line.slice(3));
    else if (line.startsWith('LH:')) lines.hit += count(line.slice(3));
  }
  return lines;
}

/** The totals of the root; older writers give a rate only. */
function cobertura(text: string): Lines {
  const root = readXml(text);
  if (root.name !== 'coverage') throw new SyntaxError('no cobertura report');
  const valid = root.attributes.get('lines-valid');
  if (valid !== undefined) return { found: count(valid), hit: count(root.attributes.get('lines-covered') ?? '') };
  const rate = Number(root.attributes.get('line-rate'));
  // A rate of 0..1 as parts of a thousand.
  return Number.isFinite(rate) && rate >= 0 && rate <= 1 ? { found: 1000, hit: Math.round(rate * 1000) } : { found: 0, hit: 0 };
}

/** The root's own counter sums all packages. */
function jacoco(text: string): Lines {
  const counter = readXml(text).children.find((child: XmlElement) => child.name === 'counter' && child.attributes.get('type') === 'LINE');
  const covered = count(counter?.attributes.get('covered') ?? '');
  return { found: covered + count(counter?.attributes.get('missed') ?? ''), hit: covered };
}

// `pkg/file.go:10.41,12.16 2 1`: a block of two statements, run once.
const BLOCK = /^([^:\s]{1,500}:\d+\.\d+,\d+\.\d+) (\d{1,7}) (\d{1,15})$/;

/** Statements rather than lines, as go itself counts; a block that two packages measured counts once. */
function gocover(text: string): Lines {
  const blocks = new Map<string, { statements: number; isHit: boolean }>();
  for (const line of text.split('\n')) {
    const match = BLOCK.exec(line);
    if (!match) continue;
    const [, place = '', statements, runs] = match;
    blocks.set(place, { statements: Number(statements), isHit: (blocks.get(place)?.isHit ?? false) || Number(runs) > 0 });
  }
  const lines: Lines = { found: 0, hit: 0 };
  for (const { statements, isHit } of blocks.values()) {
    lines.found += statements;
    if (isHit) lines.hit += statements;
  }
  return lines;
}

function count(text: string): number {
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
