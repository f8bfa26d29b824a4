import { store } from '../lib/store';

// What is listed changes from request to request.
export const dynamic = 'force-dynamic';

export default function Page() {
  const items = store.all();
  return (
    <main>
      <h1>template-name</h1>
      {items.length === 0 ? (
        <p>Nothing here yet.</p>
      ) : (
        <ul>
          {items.map((item) => (
            <li key={item.id}>{item.name}</li>
          ))}
        </ul>
      )}
    </main>
  );
}
