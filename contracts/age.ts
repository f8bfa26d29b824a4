/** How long ago something was, as people say it: `just now`, `40 s ago`, `3 min ago`, `5 h ago`, `2 days ago`. A time ahead of us is a clock that goes otherwise. */
export function ago(seconds: number): string {
  if (seconds < 5) return 'just now';
  if (seconds < 120) return `${Math.round(seconds)} s ago`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min ago`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h ago` : `${Math.round(seconds / 86_400)} days ago`;
}
