import { Button, Code, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { ApiProblem } from '../../api.js';
import { signIn } from '../../data/session.js';
import { Logo } from '../../ui/logo.js';
import classes from './login.module.css';

/** For whoever has no session yet: the link that `mw up` printed, or a token. */
export function LoginPage() {
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await signIn(token.trim());
    } catch (error) {
      setProblem(problemWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className={classes.ground}>
      <form className={classes.card} onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <Logo size={32} />
          <div>
            <Title order={1}>Sign in to Millwright</Title>
            <Text size="sm" c="dimmed" mt={4}>
              Open the link that <Code>mw up</Code> printed; <Code>mw open</Code> makes a new one. Or paste a token.
            </Text>
          </div>
          <PasswordInput
            label="Token"
            description="Of an embedded installation it is the file “token” in MW_HOME."
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
            error={problem}
            autoComplete="off"
            autoFocus
          />
          <Button type="submit" size="sm" loading={busy} disabled={token.trim() === ''}>
            Sign in
          </Button>
        </Stack>
      </form>
    </main>
  );
}

function problemWords(error: unknown): string {
  if (error instanceof ApiProblem && error.status === 401) return 'That token is not valid, or no longer. Paste the whole of it, or open a new link: mw open.';
  return error instanceof Error ? error.message : String(error);
}
