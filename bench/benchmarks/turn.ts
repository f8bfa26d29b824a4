/** The harness's own time in a turn of an agent: the model's answer sent, its next request received. */
import { join } from 'node:path';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { distFolder } from '../../config.js';
import { figure, type Figure } from '../figure.js';
import { openBareExec } from '../floors/bare-exec.js';
import { ensureImages } from '../images.js';
import { scripted, type ScriptedModel } from '../scripted-model.js';
import { AT_WORK, gapsAfter, runSession, type TurnKind } from '../sessions.js';
import { runNode } from '../stack.js';
import { median } from '../statistics.js';

const BEYOND_MS_MAX = 25;
// The first turns of a session open its container and fill its caches: once a session, not once a turn.
const WARM_UP = 2;

export const turn: Benchmark = { name: 'turn', model: 'scripted', run };

async function run(context: BenchContext): Promise<Figure[]> {
  const { stack, quick, say } = context;
  await ensureImages(stack, ['python'], say);
  const gaps: Record<TurnKind | 'loop' | 'exec', number[]> = { none: [], note: [], echo: [], loop: [], exec: [] };
  const cpu: Record<TurnKind, number[][]> = { none: [], note: [], echo: [] };
  const exec = await openBareExec(stack);
  try {
    const [rounds, turns] = quick ? [1, 12] : [3, 34];
    for (let round = 0; round < rounds; round += 1) {
      say(`round ${round + 1} of ${rounds}: bare loop, bare exec, turns without a tool, with note, with echo.`);
      gaps.loop.push(...(await bareLoop(scripted(stack), stack.toolEnvironment, `loop${round}`, turns)));
      // Every other turn without a tool is one with a note, so there are two of these sessions.
      for (const kind of ['none', 'note', 'none', 'echo'] as const) {
        if (kind === 'echo') gaps.exec.push(...(await exec.run(turns / 2)));
        const { requests, cpuMs } = await runSession(stack, scripted(stack), kind, turns);
        gaps[kind].push(...gapsAfter(requests.slice(WARM_UP), kind === 'none' ? 'text' : 'tools'));
        cpu[kind].push(cpuMs.map((total) => total / requests.length));
      }
      // The other half on the other side of the turns with echo: what disturbs the machine disturbs both.
      gaps.exec.push(...(await exec.run(turns / 2)));
    }
  } finally {
    await exec.close();
  }
  const loop = { label: 'bare fetch-and-spawn loop', samples: gaps.loop };
  const limit = { of: 'median', atMost: BEYOND_MS_MAX } as const;
  return [
    figure('turn without a tool', 'ms', gaps.none, limit, {
      floor: loop,
      beyondFloor: true,
      note: `${cpuNote(cpu.none)}; every other of these turns uses note`,
    }),
    figure('turn with note', 'ms', gaps.note, limit, { floor: loop, beyondFloor: true, note: cpuNote(cpu.note) }),
    figure('turn with a sandboxed echo', 'ms', gaps.echo, limit, {
      floor: { label: 'bare engine exec', samples: gaps.exec },
      beyondFloor: true,
      note: cpuNote(cpu.echo),
    }),
  ];
}

/** Processor time a turn, by process: it tells more than the gap where the machine is busy with other things. */
function cpuNote(perTurn: number[][]): string {
  const parts = AT_WORK.map((name, index) => `${name} ${median(perTurn.map((one) => one[index] ?? 0)).toFixed(1)}`);
  return `processor time a turn, start of the session included, ms: ${parts.join(', ')}`;
}

async function bareLoop(model: ScriptedModel, env: Record<string, string>, name: string, turns: number): Promise<number[]> {
  const already = (await model.requests()).length;
  await runNode([join(distFolder, 'bench/floors/bare-loop.js'), model.baseUrl, String(turns), name], env, 60_000);
  return gapsAfter(await model.requests(already + WARM_UP), 'tools');
}
