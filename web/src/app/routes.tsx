import type { PageProps } from './page-props.js';
import type { ComponentType, LazyExoticComponent } from 'react';
import { lazily } from '../ui/lazily.js';
import { matchPath, type Params } from './match.js';

type Page = ComponentType<PageProps>;

export interface PageRoute {
  path: string;
  Page: LazyExoticComponent<Page>;
  /** Fetches its code ahead of time. */
  preload: () => Promise<unknown>;
}

function page(path: string, load: () => Promise<Page>): PageRoute {
  return { path, Page: lazily(load), preload: load };
}

/** Every page, one line each; the first that fits is shown. Its code is fetched when it is first visited. */
export const ROUTES: readonly PageRoute[] = [
  page('/', async () => (await import('../pages/builds/builds-page.js')).BuildsPage),
  page('/builds/:id', async () => (await import('../pages/build/build-page.js')).BuildPage),
  page('/builds/:id/plan', async () => (await import('../pages/plan/plan-page.js')).PlanPage),
  page('/builds/:id/options', async () => (await import('../pages/options/options-page.js')).OptionsPage),
  page('/new', async () => (await import('../pages/new-build/new-build-page.js')).NewBuildPage),
  page('/approvals/:id', async () => (await import('../pages/approvals/approvals-page.js')).ApprovalsPage),
  page('/approvals', async () => (await import('../pages/approvals/approvals-page.js')).ApprovalsPage),
  page('/chat', async () => (await import('../pages/chat/chat-page.js')).ChatPage),
  page('/chat/:id', async () => (await import('../pages/chat/chat-page.js')).ChatPage),
  page('/projects', async () => (await import('../pages/projects/projects-page.js')).ProjectsPage),
  page('/projects/:id', async () => (await import('../pages/projects/project-page.js')).ProjectPage),
  page('/deployments', async () => (await import('../pages/deployments/deployments-page.js')).DeploymentsPage),
  page('/learning', async () => (await import('../pages/learning/learning-page.js')).LearningPage),
  page('/artifacts', async () => (await import('../pages/artifacts/artifacts-page.js')).ArtifactsPage),
  page('/settings', async () => (await import('../pages/settings/settings-page.js')).SettingsPage),
  page('/doctor', async () => (await import('../pages/settings/doctor-page.js')).DoctorPage),
  page('/notifications', async () => (await import('../pages/notifications/notifications-page.js')).NotificationsPage),
];

/** The route of a path with its parameters; null when there is none. */
export function routeOf(path: string): { route: PageRoute; params: Params } | null {
  for (const route of ROUTES) {
    const params = matchPath(route.path, path);
    if (params) return { route, params };
  }
  return null;
}
