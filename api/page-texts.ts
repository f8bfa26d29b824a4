/** Swagger UI from node_modules, without any request to another host. */
export const DOCS_HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Millwright API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="page">The API's page needs JavaScript; /openapi.json is the same as a document.</div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/init.js"></script>
</body>
</html>
`;

export const DOCS_SCRIPT = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#page',
  deepLinking: true,
  // A validator would be a request to another host.
  validatorUrl: null,
  persistAuthorization: false,
});
`;

const COMMANDS: [string, string][] = [
  ['mw build "<intent>"', 'say what you want built'],
  ['mw status [id]', 'active builds, or all about one'],
  ['mw approve <id>', 'approve what a build waits for'],
  ['mw deploy <id> staging', 'deploy a build that is ready'],
  ['mw stop <id>', 'stop a build, keeping its work'],
  ['mw logs', 'what the processes say'],
  ['mw doctor', 'find what is missing or misconfigured'],
];

/** A small page that promises nothing it cannot do: where to look and what to type. */
export function homeHtml(temporalUiUrl: string | null, version: string): string {
  const commands = COMMANDS.map(([command, meaning]) => `<tr><td><code>${escape(command)}</code></td><td>${escape(meaning)}</td></tr>`).join('\n');
  const temporal = temporalUiUrl
    ? `<li><a href="${escape(temporalUiUrl)}">Temporal Web UI</a>: follow a build step by step, approve it there</li>`
    : '<li>The Temporal Web UI: <code>mw status</code> says where it is</li>';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Millwright</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; color: #1c1e21; background: #fff; }
code { background: #f0f1f3; padding: 0.1em 0.3em; border-radius: 3px; }
td { padding: 0.2rem 1rem 0.2rem 0; vertical-align: top; }
@media (prefers-color-scheme: dark) { body { color: #e4e6ea; background: #17191c; } code { background: #26292e; } a { color: #8ab4f8; } }
</style>
</head>
<body>
<h1>Millwright</h1>
<p>Say what software you want; approve the plan; get a tested, deployed service. Version ${escape(version)}.</p>
<p>The web app was not built here. Builds are followed in these places:</p>
<ul>
<li><a href="/docs">The API</a>, to read and to try (<a href="/openapi.json">as a document</a>)</li>
${temporal}
</ul>
<p>And from a terminal:</p>
<table>
${commands}
</table>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
