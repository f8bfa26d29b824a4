import { PAYLOAD_BYTES_MAX } from '../../contracts/limits.js';
import type { Play } from './stage.js';

export interface Size {
  where: string;
  bytes: number;
}

/** Payloads of a history (as JSON or as decoded protobuf) that are larger than a history should carry. */
export function largePayloads(history: unknown): Size[] {
  const found: Size[] = [];
  const walk = (value: unknown, where: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const bytes = payloadBytes(value);
    if (bytes !== null) {
      if (bytes > PAYLOAD_BYTES_MAX) found.push({ where, bytes });
      return;
    }
    for (const [key, child] of Object.entries(value)) walk(child, `${where}.${key}`);
  };
  walk(history, '');
  return found;
}

/** Decoded payloads hold bytes, those of JSON histories base64. */
function payloadBytes(value: object): number | null {
  if (!('metadata' in value) || !('data' in value)) return null;
  if (typeof value.data === 'string') return Buffer.from(value.data, 'base64').length;
  return value.data instanceof Uint8Array || ArrayBuffer.isView(value.data) ? value.data.byteLength : null;
}

/** Everything large in the histories of a build and its children. */
export async function largePayloadsOf(play: Play): Promise<Size[]> {
  const sizes: Size[] = [];
  for (const { workflowId, runId } of await play.executions()) sizes.push(...largePayloads(await play.historyOf(workflowId, runId)));
  return sizes;
}
