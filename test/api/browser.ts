/** A browser as far as cookies and the headers it adds by itself go. */
import { type Answer, type Api } from './stack.js';

export class Browser {
  /** Name and value of the cookie, as it would send them. */
  cookie: string | null = null;
  /** As it was set. */
  setCookie: string | null = null;

  constructor(private readonly api: Api) {}

  /** Signs a browser in by a fresh link. */
  static async signedIn(api: Api, token?: string): Promise<Browser> {
    const browser = new Browser(api);
    const opened = await browser.open(await linkPath(api, {}, token));
    if (opened.status !== 303) throw new Error(`signing in answered ${opened.status}: ${opened.text}`);
    return browser;
  }

  /** Follows an address that a person typed. */
  open(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, { headers: { accept: 'text/html', 'sec-fetch-site': 'none', ...headers } });
  }

  /** What a script of our own page sends. */
  fetch(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.send(method, path, { body, headers: this.own(method) });
  }

  own(method: string): Record<string, string> {
    const site = { 'sec-fetch-site': 'same-origin', 'x-millwright-csrf': '1' };
    return method === 'GET' ? site : { ...site, origin: this.api.url };
  }

  /** A request with the cookie and exactly these headers. */
  async send(method: string, path: string, { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {}): Promise<Answer> {
    const withCookie = this.cookie === null ? headers : { ...headers, cookie: this.cookie };
    const answer = await this.api.ask(method, path, { token: null, body, headers: withCookie });
    const set = answer.headers.get('set-cookie');
    if (set !== null) {
      this.setCookie = set;
      const pair = set.split(';', 1)[0] ?? '';
      this.cookie = pair.endsWith('=') ? null : pair;
    }
    return answer;
  }
}

export async function linkPath(api: Api, body: object = {}, token?: string): Promise<string> {
  const answer = await api.ask('POST', '/api/auth/links', { body, ...(token ? { token } : {}) });
  if (answer.status !== 201) throw new Error(`a link answered ${answer.status}: ${answer.text}`);
  return String(answer.body['path']);
}
