/**
 * Closes the one door an internal network leaves open: its gateway address is the host itself, so a service could talk
 * to whatever listens on all of the host's addresses. Replies still pass, so the proxy reaches the service.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { BRIDGE_PREFIX } from '../port.js';

const run = promisify(execFile);
const RULE = ['INPUT', '-i', `${BRIDGE_PREFIX}-+`, '-m', 'conntrack', '--ctstate', 'NEW', '-j', 'DROP'];
// Another process may hold the firewall's lock for a moment.
const WAIT_SECONDS = '3';

export interface Guard {
  guarded: boolean;
  /** Why not, and what to do; null when guarded. */
  advice: string | null;
}

/** Adds the rule when it is missing. Needs root on the engine's own Linux host; elsewhere it says what is open. */
export async function guardHost(): Promise<Guard> {
  const iptables = (...args: string[]): Promise<unknown> => run('iptables', ['-w', WAIT_SECONDS, ...args]);
  try {
    await iptables('-C', ...RULE);
    return { guarded: true, advice: null };
  } catch {
    // Missing (or not allowed to look): the insertion tells.
  }
  try {
    await iptables('-I', ...RULE);
    return { guarded: true, advice: null };
  } catch {
    const advice = `Deployed services can reach what listens on all addresses of this host. As root: iptables -I ${RULE.join(' ')}`;
    return { guarded: false, advice };
  }
}
