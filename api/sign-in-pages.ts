import type { Response } from 'express';

/** The two small pages of signing in: no script, nothing of the request in them. */

const frame = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Millwright</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid; place-items: center; color: #1c1e21; background: #f6f7f9; }
main { max-width: 26rem; margin: 1rem; padding: 2rem; background: #fff; border: 1px solid #e3e5e8; border-radius: 12px; }
h1 { font-size: 1.25rem; margin: 0 0 0.5rem; }
p { margin: 0 0 1rem; color: #565b63; }
code { background: #f0f1f3; padding: 0.1em 0.35em; border-radius: 4px; color: #1c1e21; }
button, a.button { display: inline-block; font: inherit; font-weight: 600; padding: 0.5rem 1rem; border: 0; border-radius: 8px; background: #2456d6; color: #fff; cursor: pointer; text-decoration: none; }
button:focus-visible, a:focus-visible { outline: 3px solid #8ab4f8; outline-offset: 2px; }
@media (prefers-color-scheme: dark) { body { color: #e4e6ea; background: #101214; } main { background: #17191c; border-color: #2b2f35; } p { color: #a3a9b2; } code { background: #26292e; color: #e4e6ea; } }
</style>
</head>
<body><main>${body}</main></body>
</html>
`;

/** Asks before a browser is signed in that another page led here. The form goes to the very address of this page. */
export const confirmHtml = frame(
  'Sign in',
  `<h1>Sign this browser in to Millwright?</h1>
<p>The link you followed signs you in once. Go on only if it is your own: from <code>mw up</code> or <code>mw open</code>.</p>
<form method="get"><button type="submit">Sign in</button></form>`,
);

/** What to do with a link that does not work any more. */
export const usedUpHtml = frame(
  'Link used up',
  `<h1>This link does not work any more</h1>
<p>A link signs one browser in, once, within ten minutes. If it was this browser, you are signed in already.</p>
<p>For a new link, type <code>mw open</code> in a terminal.</p>
<a class="button" href="/ui">Open Millwright</a>`,
);

export function sendPage(response: Response, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(html);
}
