/** Every page of the web app, for the tests and pictures that visit them all. `built` is a build that ran to its end. */
export function pagesOf(built: string): { name: string; path: string }[] {
  const tabs = ['activity', 'files', 'checks', 'journal', 'timeline'];
  return [
    { name: 'builds', path: '?view=any' },
    { name: 'new-build', path: '/new' },
    { name: 'plan', path: `/builds/${built}/plan` },
    { name: 'build', path: `/builds/${built}` },
    ...tabs.map((tab) => ({ name: `build-${tab}`, path: `/builds/${built}?tab=${tab}` })),
    { name: 'approvals', path: '/approvals' },
    { name: 'deployments', path: '/deployments' },
    { name: 'chat', path: '/chat' },
    { name: 'notifications', path: '/notifications' },
    { name: 'learning', path: '/learning' },
    { name: 'artifacts', path: '/artifacts' },
    { name: 'settings', path: '/settings' },
    { name: 'doctor', path: '/doctor' },
  ];
}
