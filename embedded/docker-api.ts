/** The few calls to a Docker engine that the launcher needs; the full client is not worth its memory in a supervisor. */
import { request } from 'node:http';

export const DEFAULT_SOCKET = 'unix:///var/run/docker.sock';
// An idle engine answers in milliseconds; one under load in seconds.
const TIMEOUT_MS = 10_000;

export interface EngineInfo {
  ServerVersion: string;
  OperatingSystem: string;
  CgroupVersion?: string;
  MemoryLimit: boolean;
  SwapLimit: boolean;
  PidsLimit: boolean;
  CpuCfsQuota: boolean;
  SecurityOptions: string[];
  Runtimes?: Record<string, unknown>;
  Warnings?: string[] | null;
}

/** True when this launcher can speak to such an address itself (the worker's client knows more kinds). */
export function isPlainAddress(host: string): boolean {
  return /^(unix|tcp|http):\/\//.test(host);
}

/** One call. Answers the parsed JSON (null for an empty body); rejects with what went wrong. */
export function engineCall(host: string, method: 'GET' | 'POST' | 'DELETE', path: string, timeoutMs: number = TIMEOUT_MS): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const call = request({ ...targetOf(host), method, path, timeout: timeoutMs }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        // 304: it is in that state already.
        if (status >= 400) reject(new Error(`the Docker engine answered ${status} to ${method} ${path}: ${body.slice(0, 300)}`));
        else resolve(parse(body));
      });
    });
    call.on('timeout', () => call.destroy(new Error(`the Docker engine at ${host} did not answer within ${timeoutMs / 1000} s`)));
    call.on('error', reject);
    call.end();
  });
}

/** What the engine says of itself. Rejects when it does not answer. */
export async function engineInfo(host: string): Promise<EngineInfo> {
  return (await engineCall(host, 'GET', '/info')) as EngineInfo;
}

/** True when the engine answers. */
export async function engineAnswers(host: string): Promise<boolean> {
  try {
    await engineCall(host, 'GET', '/_ping', 2_000);
    return true;
  } catch {
    return false;
  }
}

function parse(body: string): unknown {
  if (body === '') return null;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

function targetOf(host: string): { socketPath: string } | { host: string; port: number } {
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) };
  const url = new URL(host.replace(/^tcp:/, 'http:'));
  // 2375 is the engine's customary port without TLS.
  return { host: url.hostname, port: Number(url.port || 2375) };
}
