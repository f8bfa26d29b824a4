import type { CheckSpec } from '../sandbox/image-spec.js';
import type { Sandbox } from '../sandbox/port.js';
import { judge, type Judged } from './judge.js';
import type { RawReport } from './port.js';
import { XML_BYTES_MAX } from './xml.js';

export interface RanCheck {
  judged: Judged;
  /** What its tool says is covered; null where it says nothing. */
  coverage: string | null;
}

/** One check: its command, and in the same round trip what its tools wrote. A report counts only of a command that came to its end. */
export async function runCheck(
  sandbox: Sandbox,
  check: CheckSpec,
  { signal, onReport }: { signal?: AbortSignal | undefined; onReport?: ((report: RawReport) => void) | undefined },
): Promise<RanCheck> {
  const reads = { paths: [check.report.path, check.coverage?.path].filter((path) => path !== undefined), bytesMax: XML_BYTES_MAX };
  const ran = await sandbox.exec({ command: check.command, timeoutSeconds: check.timeoutSeconds, signal, reads });
  const take = (kind: RawReport['kind'], path: string | undefined) => {
    const text = path === undefined ? null : (ran.read?.[reads.paths.indexOf(path)]?.toString('utf8') ?? null);
    if (path !== undefined && text !== null) onReport?.({ check: check.name, kind, path, security: check.security === true, text });
    return text;
  };
  const report = ran.outcome === 'exit' ? take('reports', check.report.path) : null;
  return { judged: judge(check, ran, report), coverage: take('coverage', check.coverage?.path) };
}
