/** What people write who have read no manual: it is understood, or the plan says plainly what of it was not. */
import { describe, expect, it } from '@jest/globals';
import { PROJECT_TYPES } from '../../../web/src/pages/new-build/project-types.js';
import { ask, intentOf, type PlanLike } from './drive.js';

const PLANTS = intentOf('A REST API for houseplants with name, species, room and watering interval');

async function planOf(words: string | Record<string, unknown>, feedback: string[] = []): Promise<{ fields: string[]; left: string; plan: PlanLike }> {
  const plan = (await ask('plan', { intent: typeof words === 'string' ? intentOf(words) : words }, feedback)) as PlanLike;
  const left = plan.risks.filter((risk) => risk.startsWith('not built')).join('\n');
  return { fields: plan.requirements.filter((line) => line.startsWith('Each ')), left, plan };
}

describe('a description in plain words', () => {
  it.each([
    [
      'A REST API for houseplants: each plant has a name, a species, a room, a watering interval in days between 1 and 60, and the date it was last watered. Names have 1 to 80 characters.',
      'Each houseplant has: name (text, required, min 1, max 80), species (text, optional), room (text, optional), watering_interval_days (integer, optional, min 1, max 60), last_watered (date, optional)',
    ],
    [
      'A REST API for my films. Every movie has a title of at most 100 characters, a running time in minutes and a rating between 0 and 10.',
      'Each film has: title (text, required, max 100), running_time (number, optional), rating (number, optional, min 0, max 10)',
    ],
    [
      'A REST API for runners; each runner has a name, an age in years from 18 to 99 and a pause in hours between 0.5 and 2.',
      'Each runner has: name (text, required), age (integer, optional, min 18, max 99), pause_hours (number, optional, min 0.5, max 2)',
    ],
    [
      'A REST API for gym members. Each member has a name, a deposit box in euros and the day they joined.',
      'Each gym member has: name (text, required), deposit_box_euros (number, optional), joined (date, optional)',
    ],
    [
      'A REST API for pets: every animal has a name, whether the animal is vaccinated, and when it was last seen. Names are unique and at most 40 characters long.',
      'Each pet has: name (text, required, unique, max 40), vaccinated (boolean, optional), last_seen (date, optional)',
    ],
    [
      'A REST API for books. Titles may have up to 120 characters. Each book has a title and a year between 1450 and 2100.',
      'Each book has: title (text, required, max 120), year (integer, optional, min 1450, max 2100)',
    ],
    [
      'A REST API for products. Each product has a name and a weight (kg). The codes of products have exactly 8 characters. Each product has a code.',
      'Each product has: name (text, required), weight (number, optional), code (text, optional, min 8, max 8)',
    ],
    [
      'A REST API for library books: each book has an ISBN of 13 characters, a title and the year it was published.',
      'Each library book has: isbn (text, optional, min 13, max 13), title (text, required), published_year (integer, optional)',
    ],
    [
      'A REST API for the bottles in my wine cellar: each bottle has a name, a year and a price that is never negative. Bottles are unique by name.',
      'Each bottle has: name (text, required, unique), year (integer, optional), price (number, optional, min 0)',
    ],
    [
      'A REST API for parts with code, stock (must not be negative), weight, never negative; no two parts have the same code.',
      'Each part has: code (text, required, unique), stock (integer, optional, min 0), weight (number, optional, min 0)',
    ],
    [
      'A REST API for tasks: create, list, mark as done. Titles have 1 to 200 characters. Data survives a restart.',
      'Each task has: title (text, required, min 1, max 200), description (text, optional), done (boolean, optional), due_date (date, optional)',
    ],
  ])('is one kind of objects with all that was said: %s', async (words, expected) => {
    const { fields, left } = await planOf(words);
    expect(fields).toEqual([expected]);
    expect(left).toBe('');
  });

  it('takes no doing of a library for classes, and says what of a tool is left out', async () => {
    for (const words of [
      'A library that parses durations to seconds and back, with clear errors.',
      'A library for a token bucket limiter; the clock can be replaced in tests.',
    ])
      expect((await planOf(intentOf(words, { project_type: 'library' }))).plan.summary).toMatch(/^Not understood: .*has no template for this one/);
    const words = 'A command that reads a CSV file and prints the mean of each numeric column. Bad rows are counted and named.';
    const { left } = await planOf(intentOf(words, { project_type: 'cli' }));
    expect(left).toMatch(/reading files[^]*Bad rows are counted/);
  });

  it('keeps two things apart that only share a sentence', async () => {
    const { fields } = await planOf('A REST API for authors with name. Each book has a title and an author.');
    expect(fields).toHaveLength(2);
  });

  it('says what its numbers are counted in, where the name does not', async () => {
    const { plan } = await planOf('A REST API for songs with title and duration in seconds');
    expect(plan.summary).toContain('duration of each song is counted in seconds');
  });

  it.each([
    ['A REST API for tasks with title. Filter by owner and mark as frozen.', [/to filter by owner/, /to mark objects as frozen/]],
    ['A REST API for plants with name, and a pot which only the gardener may see', [/pot: only the gardener may see/]],
    ['A REST API for trips with name and a start date of at most 5', [/start date: at most 5/]],
    ['A REST API for teams. Each team has a name. Teams have 5 to 11 players.', [/5 to 11 players/]],
    ['A REST API for tools with a name and a price in euros. The price is never shown to guests. Delete all tools on Sundays.', [/guests/, /Sundays/]],
    ['A REST API for plants with name. The name list must dance on every endpoint.', [/dance/]],
    [
      'A URL shortener in TypeScript: POST a URL, get a short code; GET the code redirects; count the visits of each.',
      [/"POST a URL"/, /"get a short code"/, /"GET the code redirects"/, /"count the visits of each"/],
    ],
  ])('lists what it does not build, and makes no field of it: %s', async (words, expected) => {
    const { fields, left } = await planOf(words);
    for (const part of expected) expect(left).toMatch(part);
    expect(fields).toHaveLength(1);
    expect(fields.join()).not.toMatch(/owner|frozen|see|players|sunday|dance|count_the|redirects|get_a/i);
  });

  it('does not ask for what every service has already', async () => {
    const { left, plan } = await planOf('A REST API for tasks with title. Data survives a restart. Tasks are kept after restarts. It should support paging.');
    expect(left).toBe('');
    expect(plan.requirements.join('\n')).toMatch(/survive a restart/);
  });

  it.each(PROJECT_TYPES.filter(({ value }) => value === 'api').flatMap(({ examples }) => examples))('is understood fully as an example: %s', async (words) => {
    const { fields, left, plan } = await planOf(words);
    expect(fields).toHaveLength(1);
    expect(left).toBe('');
    expect(plan.summary).not.toContain('No fields were named');
  });
});

describe('a change in plain words', () => {
  it.each([
    ['There is only one resource, houseplants, with the fields: name, species', 'Each houseplant has: name (text, required), species (text, optional)'],
    ['the watering interval is a whole number from 1 to 60', 'watering_interval (integer, optional, min 1, max 60)'],
    ['The watering interval must be between 1 and 60 days.', 'watering_interval (integer, optional, min 1, max 60)'],
    ['Names have 1 to 80 characters.', 'name (text, required, min 1, max 80), species'],
    ['Every plant has a pot size in cm', 'watering_interval (text, optional), pot_size_cm (number, optional)'],
    ['The name is at most 80 characters long and unique', 'name (text, required, unique, max 80), species'],
    ['There should be only one resource: houseplants (name, species).', 'Each houseplant has: name (text, required), species (text, optional)'],
    ['There is only one resource, houseplants. Its fields are name and room.', 'Each houseplant has: name (text, required), room (text, optional)'],
    ['Please add the date it was last watered', 'last_watered (date, optional)'],
    ['Therefore make the species required', 'species (text, required)'],
    ["I'd like a pot size in cm, too", 'pot_size_cm (number, optional)'],
    ['we also need the number of leaves', 'number_of_leaves (integer, optional)'],
    ['there should be a price per pot as well', 'price_per_pot (number, optional)'],
    ['The colour is missing', 'colour (text, optional)'],
    ['replace room by place', 'place (text, optional)'],
    ['Please also include how many litres it needs per week', 'number_of_litres_per_week (integer, optional)'],
  ])('is made: %s', async (change, expected) => {
    const { fields, left } = await planOf(PLANTS, [change]);
    expect(fields).toHaveLength(1);
    expect(fields.join()).toContain(expected);
    expect(left).toBe('');
  });

  it('may be another kind of objects, without a verb', async () => {
    const { plan, left } = await planOf(PLANTS, ['also gardeners with name and phone']);
    expect(plan.requirements).toContain('Each gardener has: name (text, required), phone (text, optional)');
    expect(left).toBe('');
  });

  it.each([
    ['no tests please', /^I did not understand: "no tests"/],
    ['looks good', /^Not made: "looks good"\. It asks for no change: approve the plan/],
    ['use PostgreSQL instead of a file', /^Not made: "PostgreSQL instead of a file"\. The template model does not build a database engine/],
  ])('is never just passed over: %s', async (change, expected) => {
    const { plan, left } = await planOf(PLANTS, [change]);
    expect(plan.summary).toMatch(expected);
    expect(left).not.toBe('');
  });

  it('keeps a field that a list leaves out and the next sentence speaks of', async () => {
    const change = 'There is only one resource, houseplants, with the fields: name, species. The watering interval is a whole number from 1 to 60.';
    const { fields, left } = await planOf(PLANTS, [change]);
    expect(fields).toEqual(['Each houseplant has: name (text, required), species (text, optional), watering_interval (integer, optional, min 1, max 60)']);
    expect(left).toBe('');
  });

  it('takes away the kinds of objects that should not be there, and nothing that was asked for', async () => {
    const three = intentOf('A REST API for houseplants with name and plants with room, and names with text');
    for (const change of ['There is only one resource, houseplants, with the fields: name, species', 'Only houseplants with name and species, please']) {
      expect((await planOf(three, [change])).fields).toEqual(['Each houseplant has: name (text, required), species (text, optional)']);
    }
    for (const change of ['remove plants and names', 'remove the resources plants and names']) {
      const { fields, left } = await planOf(three, [change]);
      expect(fields).toHaveLength(1);
      expect(fields.join()).toMatch(/^Each houseplant has: .*\bname \(text/);
      expect(left).toBe('');
    }
  });

  it.each([
    'Therein lies the beauty of one resource',
    'The theme is required',
    'Each houseplant has a lamp that glows when it is happy',
    'Add a lamp which only the gardener may see',
    'Names should sparkle at night',
    'Without species no plant makes sense',
    'Drop everything that is not needed',
    'The name is not a resource but a field of the plant',
    'There is only one resource, dragons, with the fields: name, fire',
  ])('is refused as a whole, in its own words, and the plan stays: %s', async (change) => {
    const before = await planOf(PLANTS);
    const { fields, left } = await planOf(PLANTS, [change]);
    expect(fields).toEqual(before.fields);
    expect(left).toContain(`"${change}"`);
    expect(left).toMatch(/was not understood|no object has a field called theme/);
  });
});

describe('a line that a person wrote into the plan', () => {
  async function replanned(line: string): Promise<{ fields: string[]; left: string }> {
    const { plan } = await planOf(PLANTS);
    const edited = { ...plan, requirements: [...plan.requirements, line] };
    const next = (await ask('plan', { intent: PLANTS, plan: edited })) as PlanLike;
    const left = next.risks.filter((risk) => risk.startsWith('not built')).join('\n');
    return { fields: next.requirements.filter((each) => each.startsWith('Each ')), left };
  }

  it.each([
    ['Each houseplant also has a difficulty: easy, medium or hard', 'difficulty (one of easy, medium or hard, optional)'],
    ['Houseplants also have a height in cm and a colour.', 'height (number, optional), colour (text, optional)'],
    ['has a colour, a taste', 'colour (text, optional), taste (text, optional)'],
    ['The watering interval is a whole number and never negative', 'watering_interval (integer, optional, min 0)'],
    ['Plants are unique by name', 'name (text, required, unique)'],
    ['Add comments with text and author', 'Each comment has: text (text, required), author (text, optional)'],
  ])('is built: %s', async (line, expected) => {
    const { fields, left } = await replanned(line);
    expect(fields.join('\n')).toContain(expected);
    expect(left).toBe('');
  });

  it.each(['Data survives a restart', 'Filter houseplants by room', 'Lists are sorted'])('is what every service has: %s', async (line) => {
    expect((await replanned(line)).left).toBe('');
  });

  it.each([
    'Send a postcard for each plant',
    'Delete after 30 days',
    'Only gardeners may delete plants',
    'Houseplants without a room are refused',
    'Use authentication',
    'Written in Rust',
    'Each houseplant has a lamp that glows when it is happy',
    'Filter houseplants by price',
    'Houseplants are unique by name and room',
  ])('is named as not built, and changes nothing: %s', async (line) => {
    const { fields, left } = await replanned(line);
    expect(fields).toEqual((await planOf(PLANTS)).fields);
    expect(left).toContain(line);
  });

  it('is named in its part that is not built', async () => {
    const { fields, left } = await replanned('Each houseplant also has a height. Nobody may see the room.');
    expect(fields.join()).toContain('height (');
    expect(left).toBe('not built by the template model: a line of the plan: "Nobody may see the room"');
  });
});
