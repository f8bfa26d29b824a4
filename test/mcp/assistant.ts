import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Progress } from '@modelcontextprotocol/sdk/types.js';
import type { CliHarness } from '../cli/run-cli.js';

export interface Said {
  isError: boolean;
  text: string;
  /** What the answer says for programs. */
  facts: Record<string, unknown>;
}

/** An assistant: the SDK's own client, with `mw mcp` as its server process. */
export class Assistant {
  /** What came on stdout that is none of the protocol. */
  readonly noise: string[] = [];
  stderr = '';

  private constructor(
    readonly client: Client,
    private readonly transport: StdioClientTransport,
  ) {}

  static async start(cli: CliHarness, port: number): Promise<Assistant> {
    const env = { PATH: process.env['PATH'] ?? '', HOME: cli.home, MW_HOME: cli.home, MW_PORT: String(port) };
    const transport = new StdioClientTransport({ command: process.execPath, args: [cli.main, 'mcp'], env, stderr: 'pipe' });
    const client = new Client({ name: 'test', version: '1.0.0' });
    const assistant = new Assistant(client, transport);
    // Progress that crosses an answer or a cancellation on the way is part of the protocol.
    client.onerror = (error) => error.message.includes('progress notification for an unknown token') || assistant.noise.push(error.message);
    transport.stderr?.on('data', (chunk: Buffer) => (assistant.stderr += chunk.toString()));
    await client.connect(transport);
    return assistant;
  }

  async call(
    name: string,
    input: Record<string, unknown> = {},
    options: { onprogress?: (progress: Progress) => void; signal?: AbortSignal } = {},
  ): Promise<Said> {
    const answer = await this.client.callTool({ name, arguments: input }, undefined, options);
    const text = (answer.content as { text: string }[]).map((part) => part.text).join('\n');
    return { isError: answer.isError === true, text, facts: answer.structuredContent as Record<string, unknown> };
  }

  async read(uri: string): Promise<string> {
    const { contents } = await this.client.readResource({ uri });
    return contents.map((part) => ('text' in part ? part.text : '')).join('\n');
  }

  get pid(): number | null {
    return this.transport.pid;
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
