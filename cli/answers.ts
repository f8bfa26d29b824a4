/** What the API answers, by the names the commands use; the shapes come from the OpenAPI document. */
export type {
  ActiveBuild,
  BuildStatus as StatusAnswer,
  Comparison as CompareAnswer,
  Deployment as DeploymentAnswer,
  Execution as ExecutionAnswer,
  ExecutionStarted as ExecutionStartedAnswer,
  PlanVersion as PlanAnswer,
  ReplayAnswer,
  Step as StepAnswer,
} from '../client/index.js';
