import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the API answers, and the local user's key to it. Read anew for each request: both may change at a restart. */
export interface Connection {
  /** `http://host:port`, without a slash at the end. */
  baseUrl: string;
  token: string | null;
}

/** The connection of the instance whose state lives under `home`; `port` counts while none has been written there. */
export function localConnection(home: string, port: number, host = '127.0.0.1'): Connection {
  // An API that listens everywhere is reached by loopback.
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return { baseUrl: `http://${name}:${readPorts(home).api ?? port}`, token: readToken(home) };
}

/** `MW_HOME/run/ports.json`: the ports that were really taken, by name. Empty when nothing has been started. */
export function readPorts(home: string): Record<string, number> {
  const ports: Record<string, number> = {};
  try {
    const value: unknown = JSON.parse(readFileSync(join(home, 'run', 'ports.json'), 'utf8'));
    if (typeof value !== 'object' || value === null) return ports;
    for (const [name, port] of Object.entries(value)) if (Number.isInteger(port)) ports[name] = port as number;
  } catch {
    // Not there, or being written just now: the configured port is the best guess.
  }
  return ports;
}

function readToken(home: string): string | null {
  try {
    return readFileSync(join(home, 'token'), 'utf8').trim() || null;
  } catch {
    return null;
  }
}
