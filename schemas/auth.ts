import { z } from 'zod';
import { text } from './text.js';

/** Bodies and answers of signing a browser in. */

const time = z.string().meta({ format: 'date-time' });

/** A path of the page, as its own router writes them: nothing that leads to another host. */
export const pagePath = z
  .string()
  .max(300)
  .regex(/^\/ui(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._~-]+)*\/?$/, 'must be a path of the page, e.g. /ui/builds');

export const createLinkBody = z
  .strictObject({ to: pagePath.default('/ui') })
  .meta({ id: 'NewLoginLink', description: '`to`: where the browser is led once it is signed in.' });
export const loginLinkSchema = z
  .object({ path: z.string().meta({ description: 'To be opened in a browser, once, within ten minutes: /auth/link/<code>' }), expires_at: time })
  .meta({ id: 'LoginLink' });

// Longer ones are no tokens of ours.
export const createSessionBody = z.strictObject({ token: text({ min: 1, max: 500 }) }).meta({ id: 'SignIn' });
export const sessionParams = z.object({ id: z.string().meta({ description: 'Session id', example: 'ses-5f0c1a2b3c4d5e6f' }) });
export const codeParams = z.object({ code: z.string() });

const session = z.object({ id: z.string(), expires_at: time });
export const sessionSchema = session.meta({ id: 'SignedIn' });
export const sessionsSchema = z.object({ sessions: z.array(session.extend({ user_agent: z.string(), created_at: time, current: z.boolean() })) });
export const meSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.string(),
    session: session.nullable().meta({ description: 'The browser session; null for a bearer token' }),
  })
  .meta({ id: 'Me' });

export const previewSchema = z
  .object({
    url: z.string().meta({ description: 'A path that shows the artifact without token or cookie, for an hour; only in a frame, only without script' }),
    expires_at: time,
  })
  .meta({ id: 'Preview' });
