/** Plain tar in memory, both ways. Reading takes regular files and directories only; nothing is ever extracted by a library. */
import { extract as tarExtract, pack as tarPack, type Header } from 'tar-stream';
import { MillwrightError } from '../../contracts/failures.js';
import type { SandboxFile } from './port.js';
import { refusalOf } from './workspace-path.js';

export interface ArchiveLimits {
  fileBytes: number;
  files: number;
  totalBytes: number;
}

export interface Unpacked {
  files: SandboxFile[];
  refused: { path: string; reason: string }[];
}

/** Packs files as 0644 or 0755, owned by the sandbox user. Throws INVALID_INPUT for a path that `refusalOf` refuses. */
export async function packTar(files: SandboxFile[]): Promise<Buffer> {
  const pack = tarPack();
  const chunks: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    pack.on('data', (chunk) => chunks.push(chunk as Buffer));
    pack.on('end', resolve);
    pack.on('error', reject);
  });
  for (const file of files) {
    const reason = refusalOf(file.path);
    if (reason) throw new MillwrightError('INVALID_INPUT', `${JSON.stringify(file.path.slice(0, 200))} cannot be a file of the workspace: ${reason}.`);
    pack.entry({ name: file.path, mode: file.executable ? 0o755 : 0o644, uid: 1000, gid: 1000 }, file.content);
  }
  pack.finalize();
  await done;
  return Buffer.concat(chunks);
}

/** Reads an archive that hostile code may have shaped. Rejects when it is not a whole tar; refuses single entries by reason. */
export function unpackTar(archive: Buffer, limits: ArchiveLimits): Promise<Unpacked> {
  const result: Unpacked = { files: [], refused: [] };
  let total = 0;
  const refuse = (path: string, reason: string) => result.refused.push({ path: path.slice(0, 400), reason });
  const extract = tarExtract();
  return new Promise((resolve, reject) => {
    extract.on('entry', (header, stream, next) => {
      const reason = refusalOfEntry(header) ?? overLimit(header.size ?? 0, total, result.files.length, limits);
      const chunks: Buffer[] = [];
      if (reason) refuse(header.name, reason);
      const wanted = !reason && header.type !== 'directory';
      stream.on('data', (chunk) => void (wanted && chunks.push(chunk as Buffer)));
      stream.on('error', reject);
      stream.on('end', () => {
        if (wanted) {
          const content = Buffer.concat(chunks);
          total += content.length;
          result.files.push({ path: header.name, content, ...((header.mode ?? 0) & 0o111 ? { executable: true } : {}) });
        }
        next();
      });
    });
    extract.on('finish', () => resolve(result));
    extract.on('error', reject);
    extract.end(archive);
  });
}

function refusalOfEntry(header: Header): string | null {
  if (header.type === 'directory') return refusalOf(header.name.replace(/\/$/, ''));
  if (header.type !== 'file') return `only regular files are taken, this is a ${header.type ?? 'thing of unknown type'}`;
  return refusalOf(header.name);
}

/** Why a file of this size does not fit any more, or null. */
export function overLimit(size: number, total: number, count: number, limits: ArchiveLimits): string | null {
  if (size > limits.fileBytes) return `larger than ${limits.fileBytes} bytes`;
  if (count >= limits.files) return `more than ${limits.files} files`;
  if (total + size > limits.totalBytes) return `more than ${limits.totalBytes} bytes in all`;
  return null;
}
