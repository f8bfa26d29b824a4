// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import { part } from '../path.js';
import type { Call, CallOptions, Page, StreamEvent, StreamOptions } from '../call.js';
import type { ActiveBuild, BuildArtifact, BuildStatus, CommitResult, Comparison, DeploymentOutput, DeploymentOverview } from './types-reading.js';
import type {
  ErrorHistoryEntry,
  ErrorResolution,
  Gate,
  JournalEntry,
  LearningStats,
  PlanVersion,
  Retrospective,
  Step,
  StepDetail,
  Task,
  TimelineEntry,
} from './types-reading-2.js';
import type { ReplayAnswer } from './types-shared.js';

export function readingOperations(call: Call) {
  return {
    /** Everything a person asks about one build. `GET /coding_agent/status/{id}` */
    getBuild(id: string, options: CallOptions = {}): Promise<BuildStatus> {
      return call.json({ method: 'GET', path: `/coding_agent/status/${part(id)}` }, options);
    },

    /** Builds not finished (or those of one status, or `waiting`, `ended`, `any`), with what can be done with them now. `GET /coding_agent/active` */
    listBuilds(
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'builds', ActiveBuild>> {
      return call.json({ method: 'GET', path: '/coding_agent/active', query }, options);
    },

    /** What your builds taught so far. `GET /coding_agent/learning_stats` */
    getLearningStats(options: CallOptions = {}): Promise<LearningStats> {
      return call.json({ method: 'GET', path: '/coding_agent/learning_stats' }, options);
    },

    /** Everything that happens to a build, as server-sent events; resumable by `Last-Event-ID`. `GET /coding_agent/{id}/events` */
    streamBuildEvents(
      id: string,
      query: {
        after?: number;
        follow?: 'true' | 'false';
      } = {},
      options: StreamOptions = {},
    ): AsyncGenerator<StreamEvent, void, void> {
      return call.stream({ method: 'GET', path: `/coding_agent/${part(id)}/events`, query }, options);
    },

    /** What happens to all your builds and executions, live, as server-sent events. `GET /events` */
    streamFeed(options: StreamOptions = {}): AsyncGenerator<StreamEvent, void, void> {
      return call.stream({ method: 'GET', path: '/events' }, options);
    },

    /** The newest replay of a build, or one by its number. `GET /coding_agent/{id}/replay` */
    getReplay(
      id: string,
      query: {
        number?: number;
      } = {},
      options: CallOptions = {},
    ): Promise<ReplayAnswer> {
      return call.json({ method: 'GET', path: `/coding_agent/${part(id)}/replay`, query }, options);
    },

    /** This build and another in one view: plans, tasks, turns, cost, time, tests, models, and the files in which their results differ. `GET /coding_agent/{id}/compare` */
    compareBuilds(
      id: string,
      query: {
        /** The id of the other build */
        with: string;
      },
      options: CallOptions = {},
    ): Promise<Comparison> {
      return call.json({ method: 'GET', path: `/coding_agent/${part(id)}/compare`, query }, options);
    },

    /** The plan of now, or a version of it. `GET /coding_agent/{id}/plan` */
    getPlan(
      id: string,
      query: {
        version?: number;
      } = {},
      options: CallOptions = {},
    ): Promise<PlanVersion> {
      return call.json({ method: 'GET', path: `/coding_agent/${part(id)}/plan`, query }, options);
    },

    /** The gates of a build with their proof. `GET /coding_agent/{id}/gates` */
    listGates(
      id: string,
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'gates', Gate>> {
      return call.json({ method: 'GET', path: `/coding_agent/${part(id)}/gates`, query }, options);
    },

    /** What the guard of honesty found in the changes of a build, by name. `GET /coding_agent/{id}/findings` */
    listFindings(
      id: string,
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<
      Page<
        'findings',
        {
          kind: string;
          path: string | null;
          line: number | null;
          detail: string;
          severity: 'high' | 'medium' | 'low';
          action: 'allow' | 'warn' | 'ask' | 'deny';
          subject: string;
          commit: string;
          at: string;
        }
      >
    > {
      return call.json({ method: 'GET', path: `/coding_agent/${part(id)}/findings`, query }, options);
    },

    /** What a build left for people to read. `GET /coding_agent/{id}/artifacts` */
    listBuildArtifacts(
      id: string,
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'artifacts', BuildArtifact>> {
      return call.json({ method: 'GET', path: `/coding_agent/${part(id)}/artifacts`, query }, options);
    },

    /** The content of an artifact of a build. `GET /coding_agent/{id}/artifacts/{artifactId}` */
    downloadBuildArtifact(id: string, artifactId: string, options: CallOptions = {}): Promise<Response> {
      return call.raw({ method: 'GET', path: `/coding_agent/${part(id)}/artifacts/${part(artifactId)}` }, options);
    },

    /** The result of a build as a ZIP: the same commit gives the same bytes. `GET /coding_agent/{id}/download` */
    downloadResult(id: string, options: CallOptions = {}): Promise<Response> {
      return call.raw({ method: 'GET', path: `/coding_agent/${part(id)}/download` }, options);
    },

    /** Notes, questions, errors and deliverables of a build. `GET /coding_agent/{id}/journal` */
    listJournal(
      id: string,
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'journal', JournalEntry>> {
      return call.json({ method: 'GET', path: `/coding_agent/${part(id)}/journal`, query }, options);
    },

    /** What went wrong in your builds and whether it was put right, newest first. `GET /error-history` */
    listErrors(
      query: {
        page?: number;
        limit?: number;
        status?: string;
        projectId?: string;
        buildId?: string;
        resolved?: 'true' | 'false';
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'errors', ErrorHistoryEntry>> {
      return call.json({ method: 'GET', path: '/error-history', query }, options);
    },

    /** Mark an error as resolved, or open it again; what a build puts right itself is marked by itself. `PATCH /error-history/{id}` */
    resolveError(id: string, body: ErrorResolution, options: CallOptions = {}): Promise<ErrorHistoryEntry> {
      return call.json({ method: 'PATCH', path: `/error-history/${part(id)}`, body }, options);
    },

    /** Phases, gates and deployments of a build in the order they happened. `GET /coding_agent/{id}/timeline` */
    listTimeline(
      id: string,
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'timeline', TimelineEntry>> {
      return call.json({ method: 'GET', path: `/coding_agent/${part(id)}/timeline`, query }, options);
    },

    /** The tasks of the plan and how far they are. `GET /coding_agent/{id}/tasks` */
    listTasks(
      id: string,
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'tasks', Task>> {
      return call.json({ method: 'GET', path: `/coding_agent/${part(id)}/tasks`, query }, options);
    },

    /** What became of each try at a task: its commit, branch and how it ended (webhooks hear of those that were merged). `GET /coding_agent/{id}/commits` */
    listCommitResults(
      id: string,
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'commits', CommitResult>> {
      return call.json({ method: 'GET', path: `/coding_agent/${part(id)}/commits`, query }, options);
    },

    /** Every tool call of the build by its number: the points at which it can be forked. `GET /coding_agent/{id}/steps` */
    listSteps(
      id: string,
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'steps', Step>> {
      return call.json({ method: 'GET', path: `/coding_agent/${part(id)}/steps`, query }, options);
    },

    /** One tool call in whole: what the model said, what it called with what, and what it was shown. `GET /coding_agent/{id}/steps/{step}` */
    getStep(id: string, step: string, options: CallOptions = {}): Promise<StepDetail> {
      return call.json({ method: 'GET', path: `/coding_agent/${part(id)}/steps/${part(step)}` }, options);
    },

    /** What the build changed, as a unified diff. `GET /coding_agent/{id}/diff` */
    getDiff(id: string, options: CallOptions = {}): Promise<string> {
      return call.text({ method: 'GET', path: `/coding_agent/${part(id)}/diff` }, options);
    },

    /** What was planned, what happened, what to do better. `GET /coding_agent/{id}/retrospective` */
    getRetrospective(id: string, options: CallOptions = {}): Promise<Record<string, unknown>> {
      return call.json({ method: 'GET', path: `/coding_agent/${part(id)}/retrospective` }, options);
    },

    /** The deployments of all your builds, newest first. `GET /deployments` */
    listDeployments(
      query: {
        page?: number;
        limit?: number;
        status?: string;
        environment?: 'staging' | 'production';
        project_id?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'deployments', DeploymentOverview>> {
      return call.json({ method: 'GET', path: '/deployments', query }, options);
    },

    /** What a deployed service prints (stdout and stderr): the newest lines, or those after one. `GET /deployments/{id}/output` */
    getDeploymentOutput(
      id: string,
      query: {
        after?: number;
        limit?: number;
      } = {},
      options: CallOptions = {},
    ): Promise<DeploymentOutput> {
      return call.json({ method: 'GET', path: `/deployments/${part(id)}/output`, query }, options);
    },

    /** What a deployed service prints, line by line as it comes, as server-sent events; resumable by `Last-Event-ID`. `GET /deployments/{id}/output/events` */
    streamDeploymentOutput(
      id: string,
      query: {
        after?: number;
        follow?: 'true' | 'false';
      } = {},
      options: StreamOptions = {},
    ): AsyncGenerator<StreamEvent, void, void> {
      return call.stream({ method: 'GET', path: `/deployments/${part(id)}/output/events`, query }, options);
    },

    /** Your ended builds: planned against actual, and what was learned; newest end first. `GET /retrospectives` */
    listRetrospectives(
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'retrospectives', Retrospective>> {
      return call.json({ method: 'GET', path: '/retrospectives', query }, options);
    },
  };
}
