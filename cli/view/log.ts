import type { Colors } from '../terminal.js';
import { cleanLine } from './clean.js';

/** One line of a process's log, as a person reads it. */
export interface LogLine {
  /** Epoch milliseconds; of a line that bears no time, the time of the line before. */
  at: number;
  text: string;
}

// pino's numbers.
const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
// Said by the time, the level and the name of the process already, or the same in every line.
const SAID = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'name', 'process']);
// A stack or a whole request would push the next lines off the screen; --json has them.
const FIELDS_CHARS = 400;
const STAMP = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?( ?UTC|Z)? ?/;

/** Lines of a log file: JSON of pino or plain text, with or without a time at its start. */
export function readLogLines(lines: string[], colors: Colors): LogLine[] {
  let at = 0;
  return lines.map((line) => {
    const read = ofJson(line, colors) ?? ofText(line);
    at = read.at || at;
    return { at, text: read.text };
  });
}

function ofJson(line: string, colors: Colors): LogLine | null {
  if (!line.startsWith('{')) return null;
  try {
    const { time, level, msg, ...rest } = JSON.parse(line) as Record<string, unknown>;
    const at = typeof time === 'number' ? time : Date.parse(String(time));
    if (!Number.isFinite(at)) return null;
    const fields = Object.entries(rest).filter(([name]) => !SAID.has(name));
    const details = fields.map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`).join(' ');
    const tone = Number(level) >= 50 ? colors.red : Number(level) >= 40 ? colors.yellow : String;
    const head = `${clock(at)} ${tone((LEVELS[Number(level)] ?? cleanLine(level, 8)).padEnd(5))} ${cleanLine(msg)}`;
    return { at, text: details ? `${head} ${colors.dim(cleanLine(details, FIELDS_CHARS))}` : head };
  } catch {
    return null;
  }
}

function ofText(line: string): LogLine {
  const stamp = STAMP.exec(line);
  const at = stamp ? Date.parse(`${stamp[1]}T${stamp[2]}${stamp[3] ?? ''}Z`) : NaN;
  if (!stamp || !Number.isFinite(at)) return { at: 0, text: cleanLine(line) };
  return { at, text: `${clock(at)} ${cleanLine(line.slice(stamp[0].length))}` };
}

/** HH:MM:SS where the reader is. */
function clock(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
