import { Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { client } from '../../api.js';
import { Link } from '../../app/link.js';
import { useBuild } from '../../data/builds.js';
import { explain } from '../../ui/error-state.js';
import { languageName, sentence } from '../../ui/format.js';
import { EMPTY_FORM, nextVersion, type Form } from './form.js';
import classes from './new-build.module.css';

// One image for two languages: which of them it is, its files tell, or nobody.
const OF_TWO = languageName('node', []);

interface Props {
  project: string;
  form: Form;
  begin: (part: Partial<Form>) => void;
  /** What the API said against it. */
  problem: string | undefined;
  onLeave: () => void;
}

/** Which project the build is the next version of. An empty form begins with what its latest build was asked for. */
export function NextVersion({ project, form, begin, problem, onLeave }: Props) {
  const query = useQuery({ queryKey: ['projects', 'one', project], queryFn: ({ signal }) => client.getProject(project, { signal }) });
  const latest = query.data?.builds[0]?.id;
  const said = problem ?? (query.error ? explain(query.error).detail : undefined);
  return (
    <div className={`mw-card ${classes.project}`} role="group" aria-label="Project" data-field="project">
      <div className={classes.projectText}>
        <strong>
          The next version of{' '}
          <Anchor component={Link} to={`/projects/${project}`} underline="always">
            {query.data ? sentence(query.data.name) : project}
          </Anchor>
        </strong>
        <div className="mw-muted">It is built on the project’s code. Deployed, it takes the place of the version that serves, and the data stays.</div>
        {said ? (
          <div className={classes.bad} role="alert">
            {said}
          </div>
        ) : null}
      </div>
      <Button variant="default" onClick={onLeave}>
        Make a new project instead
      </Button>
      {latest ? <BeginWith key={project} build={latest} {...{ form, begin }} /> : null}
    </div>
  );
}

/** Shows nothing: fills an empty form once. */
function BeginWith({ build, form, begin }: { build: string } & Pick<Props, 'form' | 'begin'>) {
  const { data } = useBuild(build);
  const isDone = useRef(false);
  useEffect(() => {
    if (!data || isDone.current) return;
    isDone.current = true;
    if (form !== EMPTY_FORM) return;
    const name = data.language
      ? languageName(
          data.language,
          data.tasks.flatMap(({ files }) => files),
        )
      : null;
    begin(nextVersion({ type: data.project_type as Form['type'], description: data.description, language: name === OF_TWO ? null : name }));
  }, [data]);
  return null;
}
