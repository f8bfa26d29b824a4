import { describe, expect, it } from '@jest/globals';
import { judge } from '../../activities/checks/judge.js';
import { DEFAULT_LIMITS } from '../../activities/sandbox/docker/limits.js';
import { reasonsOf, type Measured } from '../../activities/sandbox/docker/reasons.js';
import type { CommandResult } from '../../activities/sandbox/port.js';

const ended = (over: Partial<CommandResult> = {}): CommandResult => ({
  outcome: 'exit',
  exitCode: 1,
  stdout: '',
  stderr: '',
  truncated: false,
  durationMs: 1,
  ...over,
});
const NOTHING: Measured = { forksRefused: 0, leftovers: 0, full: [] };
const rules = (over: Partial<CommandResult>, measured: Partial<Measured> = {}) =>
  reasonsOf(ended(over), { ...NOTHING, ...measured }, DEFAULT_LIMITS).map(({ rule, evidence }) => `${rule} ${evidence}`);

describe('the reason why a command ended so', () => {
  it('is how the engine saw it end', () => {
    expect(rules({ outcome: 'timeout', exitCode: null })).toEqual(['time measured']);
    expect(rules({ outcome: 'oom', exitCode: null })).toEqual(['memory measured']);
    expect(rules({ outcome: 'output_cut', exitCode: null })).toEqual(['output measured']);
    expect(rules({ outcome: 'killed', exitCode: null })).toEqual(['killed measured']);
    expect(rules({ exitCode: 137 })).toEqual(['killed measured']);
    expect(rules({ exitCode: 153 })).toEqual(['file-size measured']);
  });

  it('is what the kernel counted, of a command that ended well too where it matters', () => {
    expect(rules({}, { forksRefused: 3, full: ['/tmp'] })).toEqual(['processes measured', 'disk measured']);
    expect(rules({ exitCode: 0 }, { forksRefused: 3, leftovers: 2, full: ['/tmp'] })).toEqual(['processes measured', 'leftovers measured']);
  });

  it.each([
    ['network', 'OSError: [Errno 101] Network is unreachable'],
    ['network', 'Error: getaddrinfo EAI_AGAIN registry.npmjs.org'],
    ['network', 'java.net.UnknownHostException: example.com'],
    ['system-call', 'PermissionError: [Errno 1] Operation not permitted'],
    ['read-only', "EROFS: read-only file system, open '/opt/x'"],
    ['disk', 'write error: No space left on device'],
    ['open-files', 'OSError: [Errno 24] Too many open files'],
    ['processes', "RuntimeError: can't start new thread"],
    ['memory', 'java.lang.OutOfMemoryError: Java heap space'],
    ['system-files', "PermissionError: [Errno 13] Permission denied: '/etc/shadow'"],
    ['system-files', 'java.nio.file.AccessDeniedException: /etc/shadow'],
    ['absent', "FileNotFoundError: [Errno 2] No such file or directory: '/dev/kvm'"],
  ])('is %s when the program says so: %s', (rule, stderr) => {
    expect(rules({ stderr })).toEqual([`${rule} said`]);
    expect(rules({ stdout: stderr })).toEqual([`${rule} said`]);
    expect(rules({ stderr, exitCode: 0 })).toEqual([]);
  });

  it.each([
    'AssertionError: 403 != 200: permission denied',
    "FileNotFoundError: No such file or directory: 'data/devices.json'",
    'expected /dev but got /proc',
  ])('is none where a failure is only the own: %s', (stderr) => expect(rules({ stderr })).toEqual([]));

  it('is read in time that grows with the text', () => {
    // A pattern that backtracks would need minutes, and meet the time limit of the test.
    for (const piece of ['permission denied ', '/etc ', 'no such file /dev/', 'spawn ']) expect(rules({ stderr: piece.repeat(20_000) })).toBeDefined();
  });

  it('stands beside the failure of a check, and alone is none', () => {
    const check = { name: 'test', command: 'x', required: true, report: { format: 'text' as const }, timeoutSeconds: 1 };
    const reasons = reasonsOf(ended({ stderr: 'Network is unreachable' }), null, DEFAULT_LIMITS);
    const failed = judge(check, ended({ stderr: 'Network is unreachable', reasons }), null).result;
    expect(failed.findings.map(({ rule }) => rule)).toEqual(['exit-code', 'sandbox-network']);
    expect(judge(check, ended({ exitCode: 0, reasons }), null).result).toMatchObject({ outcome: 'passed', findings: [] });
  });
});
