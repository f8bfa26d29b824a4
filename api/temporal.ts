import { isNativeError } from 'node:util/types';
import { Client, Connection, isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../contracts/messages.js';

// How long one call may take before Temporal counts as away; a person waits for it.
export const CALL_MS = 5_000;

/** Opens nothing yet: the API starts and serves reads while Temporal is away. */
export function openTemporal(options: { address: string; namespace: string }): { client: Client; connection: Connection } {
  const connection = Connection.lazy({
    address: options.address,
    // The library would wait up to two minutes before it tries a returned server again.
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 2_000 },
  });
  return { connection, client: new Client({ connection, namespace: options.namespace }) };
}

// gRPC codes that say "not now": DEADLINE_EXCEEDED (how a server that is down arrives, too), RESOURCE_EXHAUSTED,
// UNAVAILABLE, CANCELLED and ABORTED.
const AWAY = new Set([1, 4, 8, 10, 14]);

/** The gRPC status code of an error of the client, or null. */
export function grpcCode(error: unknown): number | null {
  for (let link = error, depth = 0; isNativeError(link) && depth < 5; link = link.cause, depth += 1) if (isGrpcServiceError(link)) return link.code;
  return null;
}

/** Whether Temporal was away or too busy: trying again shortly can help. */
export function temporalIsAway(error: unknown): boolean {
  const code = grpcCode(error);
  return code !== null && AWAY.has(code);
}

// gRPC ALREADY_EXISTS: every start after the first.
const ALREADY_EXISTS = 6;

/** Registers our search attributes; repeatable. A start with an unknown one would be refused. */
export async function ensureSearchAttributes(client: Client): Promise<void> {
  const keyword = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  const searchAttributes = Object.fromEntries(Object.keys(SEARCH_ATTRIBUTES).map((name) => [name, keyword]));
  const connection = client.connection as Connection;
  try {
    await client.withDeadline(Date.now() + CALL_MS, () =>
      connection.operatorService.addSearchAttributes({ namespace: client.options.namespace, searchAttributes }),
    );
  } catch (error) {
    if (grpcCode(error) !== ALREADY_EXISTS) throw error;
  }
}

/** What Temporal knows of a workflow. Throws when it is away. */
export async function workflowState(client: Client, workflowId: string): Promise<'running' | 'closed' | 'missing'> {
  try {
    const { status } = await client.withDeadline(Date.now() + CALL_MS, () => client.workflow.getHandle(workflowId).describe());
    return status.name === 'RUNNING' || status.name === 'CONTINUED_AS_NEW' || status.name === 'PAUSED' ? 'running' : 'closed';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'missing';
    throw error;
  }
}
