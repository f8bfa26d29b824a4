// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import { part } from '../path.js';
import type { Call, CallOptions } from '../call.js';
import type { LoginLink, Me, NewLoginLink, SignIn, SignedIn } from './types-auth.js';

export function authOperations(call: Call) {
  return {
    /** Make a link that signs a browser in, once; only for a bearer token. `POST /auth/links` */
    createLoginLink(body: NewLoginLink = {}, options: CallOptions = {}): Promise<LoginLink> {
      return call.json({ method: 'POST', path: '/auth/links', body }, options);
    },

    /** Sign this browser in by a one-time link and lead it to the page. `GET /auth/link/{code}` */
    useLoginLink(code: string, options: CallOptions = {}): Promise<string> {
      return call.text({ method: 'GET', path: `/auth/link/${part(code)}` }, options);
    },

    /** Sign this browser in with a token. `POST /auth/session` */
    signIn(body: SignIn, options: CallOptions = {}): Promise<SignedIn> {
      return call.json({ method: 'POST', path: '/auth/session', body }, options);
    },

    /** Sign this browser out. `DELETE /auth/session` */
    signOut(options: CallOptions = {}): Promise<void> {
      return call.nothing({ method: 'DELETE', path: '/auth/session' }, options);
    },

    /** Browsers that are signed in as you. `GET /auth/sessions` */
    listBrowsers(options: CallOptions = {}): Promise<{
      sessions: Array<{
        id: string;
        expires_at: string;
        user_agent: string;
        created_at: string;
        current: boolean;
      }>;
    }> {
      return call.json({ method: 'GET', path: '/auth/sessions' }, options);
    },

    /** Sign a browser of yours out. `DELETE /auth/sessions/{id}` */
    signOutBrowser(id: string, options: CallOptions = {}): Promise<void> {
      return call.nothing({ method: 'DELETE', path: `/auth/sessions/${part(id)}` }, options);
    },

    /** Who is asking, with which role. `GET /auth/me` */
    readMe(options: CallOptions = {}): Promise<Me> {
      return call.json({ method: 'GET', path: '/auth/me' }, options);
    },
  };
}
