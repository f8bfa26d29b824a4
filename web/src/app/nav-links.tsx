import { useWaiting } from '../data/builds.js';
import { Link } from './link.js';
import { isAt, NAV } from './nav.js';
import classes from './shell.module.css';

/** The places, the current one marked, with the number of builds that wait for a person. */
export function NavLinks({ path }: { path: string }) {
  const waiting = useWaiting();
  return (
    <nav aria-label="Places" style={{ display: 'contents' }}>
      <ul className={classes.links}>
        {NAV.map((item) => (
          <li key={item.to}>
            <Link to={item.to} className={classes.link} aria-current={isAt(item, path) ? 'page' : undefined}>
              <item.icon size={17} stroke={1.7} aria-hidden />
              {item.label}
              {item.counted && waiting.length > 0 ? (
                <span className={`${classes.count} mw-number`} aria-label={`${waiting.length} waiting`}>
                  {waiting.length}
                </span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
