import { deploymentsList } from './deployment.list.js';
import { readDeploymentOutput } from './deployment.output.js';
import { streamDeploymentOutput } from './deployment.output-events.js';
import { retrospectivesList } from './retrospective.list.js';
import { readSettings } from './settings.read.js';
import type { Route } from '../route.js';
import { executeAgent } from './agent.execute.js';
import { agentsList } from './agent.list.js';
import { artifactsList } from './artifact.list.js';
import { downloadArtifact } from './artifact.download.js';
import { fetchArtifact } from './artifact.fetch.js';
import { previewArtifact, showPreview } from './artifact.preview.js';
import { myArtifacts } from './artifact.list-mine.js';
import { readArtifact } from './artifact.read.js';
import { removeArtifact } from './artifact.delete.js';
import { uploadArtifact } from './artifact.upload.js';
import { verifyAuditLog } from './audit.verify.js';
import { createLoginLink, useLink } from './auth.link.js';
import { readMe } from './auth.me.js';
import { signedInBrowsers, signIn, signOut, signOutBrowser } from './auth.session.js';
import { activeBuilds } from './build.active.js';
import { answerBuild } from './build.answer.js';
import { approveBuild } from './build.approve.js';
import { compareBuilds } from './build.compare.js';
import { completeBuild } from './build.complete.js';
import { createBuild } from './build.create.js';
import { deployBuild } from './build.deploy.js';
import { streamEvents } from './build.events.js';
import { forkBuild } from './build.fork.js';
import { giveGuidance } from './build.guidance.js';
import { changeModel } from './build.model.js';
import { raiseBudget } from './build.raise-budget.js';
import { rejectBuild } from './build.reject.js';
import { readReplay, replayBuild } from './build.replay.js';
import { requestChanges } from './build.request-changes.js';
import { requestReview } from './build.request-review.js';
import { rollbackBuild } from './build.rollback.js';
import { readBuildStatus } from './build.status.js';
import { stopBuild } from './build.stop.js';
import { confirmExecution } from './execute.confirm.js';
import { createExecution } from './execute.create.js';
import { readExecution } from './execute.read.js';
import { retryExecution } from './execute.retry.js';
import { stopExecution } from './execute.stop.js';
import { streamExecution } from './execute.stream.js';
import { executionsList } from './execution.list.js';
import { readDiff } from './diff.read.js';
import { readFeed } from './feed.read.js';
import { downloadDocument, readDocument } from './document.read.js';
import { documentsList } from './document.list.js';
import { errorHistory } from './error-history.list.js';
import { resolveError } from './error-history.resolve.js';
import { findingsList } from './finding.list.js';
import { gatesList } from './gate.list.js';
import { readHealth } from './health.read.js';
import { journalList } from './journal.list.js';
import { learningStats } from './learning-stats.read.js';
import { readLive } from './live.read.js';
import { editPlan } from './plan.edit.js';
import { readPlan } from './plan.read.js';
import { createProject } from './project.create.js';
import { removeProject } from './project.delete.js';
import { projectsList } from './project.list.js';
import { readProject } from './project.read.js';
import { proofArtifacts } from './proof-artifact.list.js';
import { readReady } from './ready.read.js';
import { downloadResult } from './result.download.js';
import { readRetrospective } from './retrospective.read.js';
import { readStats } from './stats.read.js';
import { stepsList } from './step.list.js';
import { readStep } from './step.read.js';
import { tasksList } from './task.list.js';
import { timelineList } from './timeline.list.js';
import { parseModelAnswer } from './code-generation.parse.js';
import { commitsList } from './commit.list.js';
import { sayInChat } from './chat.say.js';
import { changeSession } from './session.change.js';
import { createSession } from './session.create.js';
import { removeSession } from './session.delete.js';
import { streamSession } from './session.events.js';
import { sessionsList } from './session.list.js';
import { clearSessionMessages, postSessionMessage } from './session.messages.js';
import { readSession } from './session.read.js';
import { readMetrics } from './metrics.read.js';
import { notificationsList } from './notification.list.js';
import { markNotifications } from './notification.read.js';
import { createWebhook } from './webhook.create.js';
import { changeWebhook } from './webhook.change.js';
import { removeWebhook } from './webhook.delete.js';
import { deliveriesList } from './webhook.deliveries.js';
import { webhooksList } from './webhook.list.js';
import { testWebhook } from './webhook.ping.js';
import { checkWorkspace, readWorkspaceJob } from './workspace.check.js';
import { createWorkspace } from './workspace.create.js';
import { removeWorkspace } from './workspace.delete.js';
import { workspaceFiles, writeWorkspaceFiles } from './workspace.files.js';
import { commitWorkspace, initWorkspaceGit, workspaceHistory } from './workspace.git.js';
import { workspacesList } from './workspace.list.js';
import { readWorkspace } from './workspace.read.js';

/** Every route, the busiest first (the router asks them in this order). A new route is a file and a line here. */
export const ROUTES: readonly Route[] = [
  createBuild,
  readBuildStatus,
  activeBuilds,
  learningStats,
  streamEvents,
  readFeed,
  approveBuild,
  rejectBuild,
  deployBuild,
  requestReview,
  completeBuild,
  stopBuild,
  answerBuild,
  giveGuidance,
  raiseBudget,
  rollbackBuild,
  forkBuild,
  requestChanges,
  changeModel,
  replayBuild,
  readReplay,
  compareBuilds,
  readPlan,
  editPlan,
  gatesList,
  findingsList,
  artifactsList,
  downloadArtifact,
  downloadResult,
  uploadArtifact,
  myArtifacts,
  proofArtifacts,
  readArtifact,
  removeArtifact,
  fetchArtifact,
  previewArtifact,
  showPreview,
  journalList,
  errorHistory,
  resolveError,
  timelineList,
  tasksList,
  commitsList,
  stepsList,
  readStep,
  readDiff,
  readRetrospective,
  projectsList,
  createProject,
  readProject,
  removeProject,
  documentsList,
  readDocument,
  downloadDocument,
  agentsList,
  executeAgent,
  createExecution,
  readExecution,
  streamExecution,
  retryExecution,
  confirmExecution,
  stopExecution,
  executionsList,
  parseModelAnswer,
  createWorkspace,
  workspacesList,
  readWorkspace,
  removeWorkspace,
  workspaceFiles,
  ...writeWorkspaceFiles,
  ...checkWorkspace,
  readWorkspaceJob,
  initWorkspaceGit,
  commitWorkspace,
  workspaceHistory,
  createLoginLink,
  useLink,
  signIn,
  signOut,
  signedInBrowsers,
  signOutBrowser,
  readMe,
  sayInChat,
  sessionsList,
  createSession,
  readSession,
  changeSession,
  removeSession,
  postSessionMessage,
  clearSessionMessages,
  streamSession,
  notificationsList,
  markNotifications,
  webhooksList,
  createWebhook,
  changeWebhook,
  removeWebhook,
  testWebhook,
  deliveriesList,
  readLive,
  readReady,
  readHealth,
  readStats,
  readMetrics,
  readSettings,
  deploymentsList,
  readDeploymentOutput,
  streamDeploymentOutput,
  retrospectivesList,
  verifyAuditLog,
];
