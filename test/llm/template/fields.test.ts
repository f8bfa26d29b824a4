/** Fields as people say them: what they measure or count decides their type, whatever they are fields of. */
import { describe, expect, it } from '@jest/globals';
import { readFields } from '../../../activities/llm/template/parse/field-list.js';
import { ask, intentOf, type PlanLike } from './drive.js';

const short = (list: string): string =>
  readFields(list)
    .map(({ name, type, lost = [] }) => `${name}:${type}${lost.map((part) => ` ?${part}`).join('')}`)
    .join(' ');

const SAID: [words: string, fields: string][] = [
  ['price per hour', 'price_per_hour:number'],
  ['a price per night in euros', 'price_per_night:number'],
  ['cost per night', 'cost_per_night:number'],
  ['price/hour and rate / day', 'price_per_hour:number rate_per_day:number'],
  ['requests per second, beers per week', 'requests_per_second:number beers_per_week:number'],
  ['hourly rate, monthly salary, weekly wage', 'hourly_rate:number monthly_salary:number weekly_wage:number'],
  ['the fewest and the most players', 'min_players:integer max_players:integer'],
  ['most and fewest players', 'max_players:integer min_players:integer'],
  ['minimum and maximum age', 'minimum_age:integer maximum_age:integer'],
  ['min/max temperature in °C', 'min_temperature:number max_temperature:number'],
  ['minimum, average and maximum price', 'minimum_price:number average_price:number maximum_price:number'],
  ['the minimum and maximum number of guests', 'minimum_number_of_guests:integer maximum_number_of_guests:integer'],
  ['a maximum number of players', 'maximum_number_of_players:integer'],
  ['max participants, min stay, total pages, max weight', 'max_participants:integer min_stay:number total_pages:integer max_weight:number'],
  ['number of seats, seat count, # of wheels, no. of doors', 'number_of_seats:integer seat_count:integer number_of_wheels:integer number_of_doors:integer'],
  ['how many pages it has', 'number_of_pages:integer'],
  ['how many people it seats and how much it costs', 'number_of_people:integer cost:number'],
  ['how long it takes in minutes', 'duration:number'],
  ['how old they are, how tall it is, how far it is in km', 'age:integer height:number distance:number'],
  ['average rating, mean score, median income', 'average_rating:number mean_score:number median_income:number'],
  ['weight in kg, height in cm, area in m², temperature in °C, size in MB', 'weight:number height:number area:number temperature:number size_mb:number'],
  ['weight_kg, distance km, price EUR', 'weight_kg:number distance_km:number price_eur:number'],
  ['price in €', 'price:number'],
  ['amount due, hours worked, bottles left, games won', 'amount_due:number hours_worked:number bottles_left:integer games_won:integer'],
  ['year of publication, length of stay, date of birth', 'year_of_publication:integer length_of_stay:number date_of_birth:date'],
  ['start and end date', 'start_date:date end_date:date'],
  ['first and last name', 'first_name:string last_name:string'],
  ['first and last names', 'first_name:string last_name:string'],
  ['billing and shipping address', 'billing_address:string shipping_address:string'],
  ['opening and closing time', 'opening_time:string closing_time:string'],
  ['home and away team, net and gross amount', 'home_team:string away_team:string net_amount:number gross_amount:number'],
  ['start and end', 'start:string end:string'],
  ['quantity on hand, credit limit, team size, battery capacity', 'quantity_on_hand:integer credit_limit:number team_size:integer battery_capacity:integer'],
  // Texts all the same.
  ['phone number, postal code, age range, opening hours, meeting minutes, license plate, house number', ''],
  ['point of contact, time of day, state of repair, price range, shoe size, seating area, payment terms', ''],
];

describe('a field in plain words', () => {
  it.each(SAID.filter(([, fields]) => fields !== ''))('%s', (words, fields) => {
    expect(short(words)).toBe(fields);
  });

  it.each(SAID.filter(([, fields]) => fields === ''))('stays a text: %s', (words) => {
    expect(readFields(words).map(({ type }) => type)).toEqual(words.split(', ').map(() => 'string'));
  });

  const MEASURES = ['price', 'cost', 'rate', 'fee', 'rent', 'salary', 'weight', 'score', 'distance', 'speed', 'budget', 'tax'];
  const THINGS = ['seat', 'room', 'guest', 'wheel', 'goal', 'sticker', 'chapter', 'candle', 'kitten', 'module'];
  const EACH = ['hour', 'night', 'day', 'person', 'kilometer', 'month', 'room', 'serving'];

  it('is a number where it is so much of something, or so much for each of something', () => {
    for (const article of ['', 'a ', 'the ', 'an optional '])
      for (const measure of MEASURES) {
        for (const each of EACH) expect(short(`${article}${measure} per ${each}`)).toBe(`${measure}_per_${each}:number`);
        for (const what of THINGS) {
          expect(short(`${article}${what} ${measure}`)).toBe(`${what}_${measure}:number`);
          expect(short(`${article}average ${what} ${measure}`)).toBe(`average_${what}_${measure}:number`);
        }
      }
    for (const what of THINGS) for (const each of EACH) expect(short(`${what}s per ${each}`)).toBe(`${what}s_per_${each}:number`);
  });

  it('is a whole number where things are counted', () => {
    for (const what of THINGS) {
      expect(readFields(`number of ${what}s, ${what} count, how many ${what}s there are`).map(({ type }) => type)).not.toContain('string');
      for (const both of ['fewest and the most', 'most and fewest', 'min and max', 'minimum and maximum']) {
        const pair = readFields(`title, the ${both} ${what}s`);
        expect(pair.map(({ name }) => name.replace(/^(?:min|max)(?:imum)?_/, ''))).toEqual(['title', `${what}s`, `${what}s`]);
        expect(pair.slice(1).map(({ type }) => type)).toEqual(['integer', 'integer']);
      }
    }
  });

  it('keeps the unit, or tells it', () => {
    for (const unit of ['kg', 'cm', 'km', 'm', 'minutes', 'days', 'hours', 'euros', 'kWh', 'MB', 'percent', 'mmHg'])
      for (const what of THINGS) {
        const [field] = readFields(`${what} weight in ${unit}`);
        expect([field?.name, field?.type, field?.lost, field?.unit?.toLowerCase()]).toEqual([`${what}_weight`, 'number', [], unit.toLowerCase()]);
        const [other] = readFields(`${what} in ${unit}`);
        expect([other?.name, other?.lost]).toEqual([`${what}_${unit.toLowerCase()}`, []]);
      }
  });
});

describe('a plan of such fields', () => {
  const fieldsOf = async (words: string): Promise<string> => {
    const plan = (await ask('plan', { intent: intentOf(words) })) as PlanLike;
    expect(plan.risks.filter((risk) => risk.startsWith('not built'))).toEqual([]);
    return plan.requirements.filter((line) => line.startsWith('Each ')).join('\n');
  };

  it.each([
    [
      'A REST API for meeting rooms with a name, the number of seats and a price per hour',
      'Each meeting room has: name (text, required), number_of_seats (integer, optional), price_per_hour (number, optional)',
    ],
    [
      'A REST API for board games with a title, the fewest and the most players',
      'Each board game has: title (text, required), min_players (integer, optional), max_players (integer, optional)',
    ],
    [
      'A REST API for rooms with name and price per hour. The price per hour must be at least 5 and at most 100.',
      'Each room has: name (text, required), price_per_hour (number, optional, min 5, max 100)',
    ],
    [
      'A REST API for camps: each camp has a name, a minimum and maximum age, and start and end dates',
      'Each camp has: name (text, required), minimum_age (integer, optional), maximum_age (integer, optional), start_date (date, optional), end_date (date, optional)',
    ],
  ])('has them all: %s', async (words, expected) => {
    expect(await fieldsOf(words)).toBe(expected);
  });
});
