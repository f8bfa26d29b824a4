import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../api.js';
import { Link } from '../../app/link.js';
import classes from './new-build.module.css';

/** Who would answer: the built-in templates, or models that cost money; undefined until that is known. */
export function useAnswers(): 'template' | 'endpoint' | 'chains' | undefined {
  const { data } = useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => client.getSettings({ signal }) });
  return data?.models.answers;
}

/** Said before anything is asked for: what can be expected where no language model is configured. */
export function TemplateNotice() {
  return (
    <p className={classes.templates} role="note">
      <strong>No language model is set up: the built-in templates answer, at $0.</strong> They build REST services, command line tools and small libraries in
      Python, TypeScript, Go, Java or C#, and one-page sites in the first two. For anything else set the key of a provider: see{' '}
      <Anchor component={Link} to="/settings" size="sm" underline="always">
        Settings
      </Anchor>
      .
    </p>
  );
}
