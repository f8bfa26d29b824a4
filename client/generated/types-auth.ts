// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.

export interface LoginLink {
  /** To be opened in a browser, once, within ten minutes: /auth/link/<code> */
  path: string;
  expires_at: string;
}

export interface Me {
  id: string;
  name: string;
  role: string;
  /** The browser session; null for a bearer token */
  session: {
    id: string;
    expires_at: string;
  } | null;
}

/** `to`: where the browser is led once it is signed in. */
export interface NewLoginLink {
  to?: string;
}

export interface SignIn {
  token: string;
}

export interface SignedIn {
  id: string;
  expires_at: string;
}
