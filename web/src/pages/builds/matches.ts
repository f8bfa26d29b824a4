/** Whether a build is one that is looked for: every word stands somewhere in it. Pure. */
export function matches(build: { id: string; title: string; project_type: string; language: string | null; status: string }, text: string): boolean {
  const hay = [build.id, build.title, build.project_type, build.language ?? '', build.status].join(' ').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}
