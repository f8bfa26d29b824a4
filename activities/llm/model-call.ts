import type { Transaction } from '../../db/client.js';
import type { ChatAnswer, ChatRequest, Tier } from './port.js';

export interface ModelCall {
  /** build / session or purpose / generation / turn: a stored answer under this key is never bought again. */
  key: string;
  /** Who pays: a build's id or an execution's. */
  buildId: string;
  sessionId?: string;
  turn?: number;
  purpose: string;
  request: ChatRequest;
  /** How hard the work is; `medium` when absent. */
  tier?: Tier;
  /** Tiers up, for work that a weaker model failed at: 0 normal, 1 one tier up. */
  escalate?: number;
  /** `provider/model` or a model's name for this call alone; it wins over the build's own. */
  model?: string | null;
  /** Runs in the transaction that stores the answer: what must be recorded exactly when the answer is. `usd` is 0 when the price is unknown. */
  onStored?: (tx: Transaction, answer: ChatAnswer, usd: number) => Promise<void>;
}
