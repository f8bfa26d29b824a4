import type { Route } from '../route.js';
import { artifactsList } from './artifact.list.js';
import { downloadArtifact } from './artifact.download.js';
import { verifyAuditLog } from './audit.verify.js';
import { activeBuilds } from './build.active.js';
import { answerBuild } from './build.answer.js';
import { approveBuild } from './build.approve.js';
import { completeBuild } from './build.complete.js';
import { createBuild } from './build.create.js';
import { deployBuild } from './build.deploy.js';
import { streamEvents } from './build.events.js';
import { forkBuild } from './build.fork.js';
import { giveGuidance } from './build.guidance.js';
import { raiseBudget } from './build.raise-budget.js';
import { rejectBuild } from './build.reject.js';
import { requestChanges } from './build.request-changes.js';
import { requestReview } from './build.request-review.js';
import { rollbackBuild } from './build.rollback.js';
import { readBuildStatus } from './build.status.js';
import { stopBuild } from './build.stop.js';
import { readDiff } from './diff.read.js';
import { gatesList } from './gate.list.js';
import { readHealth } from './health.read.js';
import { journalList } from './journal.list.js';
import { learningStats } from './learning-stats.read.js';
import { readLive } from './live.read.js';
import { editPlan } from './plan.edit.js';
import { readPlan } from './plan.read.js';
import { createProject } from './project.create.js';
import { projectsList } from './project.list.js';
import { readProject } from './project.read.js';
import { readReady } from './ready.read.js';
import { readRetrospective } from './retrospective.read.js';
import { readStats } from './stats.read.js';
import { tasksList } from './task.list.js';
import { timelineList } from './timeline.list.js';

/** Every route, the busiest first (the router asks them in this order). A new route is a file and a line here. */
export const ROUTES: readonly Route[] = [
  createBuild,
  readBuildStatus,
  activeBuilds,
  learningStats,
  streamEvents,
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
  readPlan,
  editPlan,
  gatesList,
  artifactsList,
  downloadArtifact,
  journalList,
  timelineList,
  tasksList,
  readDiff,
  readRetrospective,
  projectsList,
  createProject,
  readProject,
  readLive,
  readReady,
  readHealth,
  readStats,
  verifyAuditLog,
];
