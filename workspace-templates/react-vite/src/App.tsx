import { useState, type FormEvent } from 'react';

interface Item {
  id: number;
  name: string;
}

/** A list that items are added to and removed from. */
export function App() {
  const [items, setItems] = useState<Item[]>([]);
  const [name, setName] = useState('');

  function add(event: FormEvent) {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === '') return;
    setItems((all) => [...all, { id: (all.at(-1)?.id ?? 0) + 1, name: wanted }]);
    setName('');
  }

  return (
    <main>
      <h1>template-name</h1>
      <form onSubmit={add}>
        <label>
          Name{' '}
          <input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        </label>
        <button type="submit">Add</button>
      </form>
      {items.length === 0 && <p>Nothing here yet.</p>}
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            {item.name}{' '}
            <button
              type="button"
              aria-label={`Remove ${item.name}`}
              onClick={() => setItems((all) => all.filter(({ id }) => id !== item.id))}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
    </main>
  );
}
