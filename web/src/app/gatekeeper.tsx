import { Suspense } from 'react';
import { useMe } from '../data/session.js';
import { Shell } from './shell.js';
import { StartScreen } from './start-screen.js';
import { lazily } from '../ui/lazily.js';

const LoginPage = lazily(async () => (await import('../pages/login/login-page.js')).LoginPage);

/** Nobody sees a page before it is known who looks; who is not signed in sees how to. */
export function Gatekeeper() {
  const me = useMe();
  if (me.data) return <Shell user={me.data} />;
  if (me.data === null) {
    return (
      <Suspense fallback={<StartScreen />}>
        <LoginPage />
      </Suspense>
    );
  }
  return <StartScreen problem={me.error} />;
}
