import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconGitFork } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { StepDetail } from '../../../../client/index.js';
import { client } from '../../api.js';
import { ForkDialog } from '../../builds/fork-dialog.js';
import { CodeView } from '../../ui/code-view.js';
import { duration } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Markdown } from '../../ui/markdown.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import { argumentParts } from './arguments.js';
import type { BuildStatus } from './types.js';
import classes from './tasks.module.css';

const LINE_PX = 20;
const FRAME_PX = 12;
const LINES_MAX = 22;

/** One call in whole: what it was called with and what came back. A fork can begin here. */
export function StepDetailView({ build, step }: { build: BuildStatus; step: string }) {
  const query = useQuery({
    queryKey: ['step', build.id, step],
    queryFn: ({ signal }) => client.getStep(build.id, step, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <div className={classes.detail}>
      <Loaded query={query} skeleton={<RowSkeletons rows={3} height={22} />}>
        {(detail) => <Detail build={build} detail={detail} />}
      </Loaded>
    </div>
  );
}

function Detail({ build, detail }: { build: BuildStatus; detail: StepDetail }) {
  const [forking, fork] = useDisclosure(false);
  const parts = argumentParts(detail.arguments);
  return (
    <>
      {detail.text ? <Markdown text={detail.text} /> : null}
      {parts.map((part) => (
        <Part key={part.name} name={part.name} text={part.text} path={part.path} />
      ))}
      <Part name="Result" text={detail.result} path="result.txt" />
      <Group justify="space-between">
        <span className="mw-muted mw-number">
          Step {detail.ordinal} · <span className="mw-mono">{detail.at}</span> · {duration(detail.duration_ms / 1_000)}
        </span>
        {build.actions.includes('fork') ? (
          <Button variant="default" size="compact-xs" leftSection={<IconGitFork size={13} />} onClick={fork.open}>
            Fork before this step
          </Button>
        ) : null}
      </Group>
      <ForkDialog build={build} opened={forking} onClose={fork.close} step={detail.at} />
    </>
  );
}

function Part({ name, text, path }: { name: string; text: string; path: string }) {
  const lines = text.split('\n', LINES_MAX).length;
  return (
    <div>
      <div className={classes.partName}>{name}</div>
      {lines === 1 && text.length < 160 ? (
        <div className="mw-mono">{text || '(empty)'}</div>
      ) : (
        <CodeView text={text} path={path} height={lines * LINE_PX + FRAME_PX} wrap />
      )}
    </div>
  );
}
