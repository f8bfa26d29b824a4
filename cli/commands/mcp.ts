import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../failure.js';
import { action, type ApiContext, type Scope } from '../scope.js';

const EXAMPLES = `
Examples:
  mw mcp            speaks the Model Context Protocol on stdin and stdout
  mw mcp --start    starts Millwright first when it is not running

Put it into the settings of your editor or assistant as the command of a server, for example:
  {"mcpServers": {"millwright": {"command": "/path/to/mw", "args": ["mcp"]}}}

It ends when its stdin is closed.`;

/** `mw mcp`: the API as tools for editors and assistants. */
export function registerMcp(program: Command, context: ApiContext): void {
  program
    .command('mcp')
    .description('serve builds to an editor or assistant by the Model Context Protocol (stdio)')
    .option('--start', 'start Millwright first when it is not running')
    .addHelpText('after', EXAMPLES)
    .action(action(context, (scope, options: { start?: boolean }) => serve(scope, options, program.version() ?? '')));
}

async function serve(scope: Scope, options: { start?: boolean }, version: string): Promise<ExitCode> {
  // The protocol owns stdout; whatever else is said goes to stderr.
  const [{ StdioServerTransport }, { createMcpServer }] = await Promise.all([import('@modelcontextprotocol/sdk/server/stdio.js'), import('../mcp/server.js')]);
  if (options.start) await scope.context.start(scope.say, scope.signal);
  const desk = { client: scope.client, pageUrl: () => scope.connect().baseUrl, decided: new Set<string>() };
  const server = createMcpServer(desk, version);
  const closed = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
    process.stdin.once('end', resolve);
    scope.signal.addEventListener('abort', () => resolve());
  });
  await server.connect(new StdioServerTransport());
  await closed;
  await server.close();
  return EXIT.done;
}
