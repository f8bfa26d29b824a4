import { useMe } from '../data/session.js';

/** Who did something, as one is told: `you`, or a name. */
export function usePerson(): (id: string) => string {
  const me = useMe().data?.id;
  return (id) => (id === me ? 'you' : id);
}
