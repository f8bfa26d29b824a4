import { call, json, tools, type ScriptedCall } from '../reply.js';
import { structuredAnswer } from './answers.js';
import type { Script, ScriptOptions } from './script.js';

/** One task of many turns that read, write, run and check as a session in earnest does: for what a long conversation needs. */
export function marathon({ turns }: ScriptOptions): Script {
  return {
    reply(conversation) {
      if (conversation.schema?.name === 'session_summary') return json(summaryAfter(conversation.step));
      if (!conversation.task || conversation.schema) return structuredAnswer(conversation, marathonPlan(conversation.intent));
      const { step } = conversation;
      return step >= turns - 1 ? tools([call('finish', { summary: `Ran all ${turns} turns.` })]) : tools([workOf(step)], `Step ${step} of ${turns}.`);
    },
  };
}

// One file and one round of checks in ten turns; the others read and think.
const ROUND = 10;

/** No two turns are equal. */
function workOf(step: number): ScriptedCall {
  const round = Math.floor(step / ROUND);
  const part = `src/part_${round}.py`;
  switch (step % ROUND) {
    case 0:
      return call('write_file', { path: part, content: `# part ${round}\n${`def f_${round}(x):\n    return x + ${round}\n\n`.repeat(30)}` });
    case 1:
      return call('run_checks', {});
    case 2:
      return call('read_file', { path: part });
    default:
      return step % 2 === 0 ? call('note', { text: `Step ${step}: the checks fail at another place now.` }) : call('run_command', { command: `print ${step}` });
  }
}

function summaryAfter(step: number): Record<string, string[]> {
  return {
    done: [`wrote src/part_0.py and the parts after it, up to about step ${step}`],
    learned: ['the parts are small and alike'],
    decided: ['each part is a file of its own'],
    failed: ['nothing of note'],
    open: ['the next part'],
  };
}

function marathonPlan(intent: Record<string, unknown>): Record<string, unknown> {
  return {
    title: 'A marathon',
    summary: typeof intent['description'] === 'string' ? intent['description'] : '',
    language: 'python',
    tasks: [{ id: 'marathon', goal: 'Write all the parts', role: 'backend-developer', files: [], depends_on: [] }],
  };
}
