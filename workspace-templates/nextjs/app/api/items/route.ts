import { nameOf, store } from '../../../lib/store';

export const dynamic = 'force-dynamic';

export function GET(): Response {
  return Response.json(store.all());
}

export async function POST(request: Request): Promise<Response> {
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    return Response.json({ error: 'the body could not be read' }, { status: 400 });
  }
  const name = nameOf(body);
  if (name === null)
    return Response.json({ error: 'name must be 1 to 200 characters' }, { status: 422 });
  return Response.json(store.add(name), { status: 201 });
}
