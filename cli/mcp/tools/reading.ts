import { z } from 'zod';
import { fullId } from '../../builds.js';
import { CliFailure } from '../../failure.js';
import { cleanLine } from '../../view/clean.js';
import { buildId, defineTool, READS, told } from '../tool.js';
import { TEXT_CHARS_MAX, untrusted } from '../untrusted.js';
import { planText } from '../texts.js';

export const getPlan = defineTool({
  name: 'get_plan',
  title: 'Read the plan of a build',
  description:
    'The whole plan: requirements, tasks, stack, risks, questions, estimate. With the subject_digest that approves exactly this plan while it waits.',
  annotations: READS,
  input: { build_id: buildId },
  async run({ build_id }, { client, signal }) {
    const id = fullId(build_id);
    const [build, plan] = await Promise.all([client.getBuild(id, { signal }), client.getPlan(id, {}, { signal })]);
    // Between the two answers somebody may have edited the plan: then the digest would bind what was never shown.
    if (build.plan && plan.digest !== build.plan.digest) throw new CliFailure('The plan changed while it was being read', { todo: 'Call get_plan again.' });
    const waits = build.waiting_for?.kind === 'plan' ? build.waiting_for : null;
    const facts = {
      build_id: id,
      version: plan.version,
      digest: plan.digest,
      waits_for_approval: waits !== null,
      subject_digest: waits?.subject_digest ?? null,
    };
    const next = waits ? 'Show it to the person and ask. Then approve, request_changes or reject with this subject_digest.' : null;
    return told(facts, untrusted(`plan of ${id}`, planText(plan, build.model)), next);
  },
});

export const getDiff = defineTool({
  name: 'get_diff',
  title: 'Read what a build changed',
  description: 'The unified diff of everything a build has made so far.',
  annotations: READS,
  input: { build_id: buildId, max_chars: z.int().min(1_000).max(400_000).default(TEXT_CHARS_MAX) },
  async run({ build_id, max_chars }, { client, signal }) {
    const id = fullId(build_id);
    const diff = await client.getDiff(id, { signal });
    return told({ build_id: id, characters: diff.length, shown: Math.min(diff.length, max_chars) }, untrusted(`diff of ${id}`, diff, max_chars));
  },
});

export const listFindings = defineTool({
  name: 'list_findings',
  title: 'List findings about a build',
  description: 'What was found in the work of a build: unsafe code, secrets, weakened tests and checks, and what was done about it.',
  annotations: READS,
  input: { build_id: buildId, page: z.int().min(1).max(100_000).default(1) },
  async run({ build_id, page }, { client, signal }) {
    const id = fullId(build_id);
    const { items, total } = await client.listFindings(id, { page, limit: 100 }, { signal });
    const lines = items.map((finding) => cleanLine(JSON.stringify(finding), 2_000));
    return told({ build_id: id, total, page, shown: items.length }, items.length > 0 ? untrusted(`findings of ${id}`, lines.join('\n')) : 'Nothing was found.');
  },
});
