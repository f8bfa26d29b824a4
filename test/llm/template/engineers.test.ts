/** Services as engineers ask for them, from many trades: what is understood of each, and what of it the plan says is left out. */
import { describe, expect, it } from '@jest/globals';
import { readSpec } from '../../../activities/llm/template/rest/understand.js';
import { splitRisks } from '../../../contracts/not-built.js';
import { ask, intentOf, type PlanLike } from './drive.js';
import { shortSpec } from './short-spec.js';

const SERVICES: [words: string, spec: string, left: string[]][] = [
  [
    'A REST API for meeting rooms with a name, the number of seats, a floor and a price per hour',
    'meeting-rooms: name! number_of_seats:integer floor:integer price_per_hour:number',
    [],
  ],
  ['A service for board games with a title, the fewest and the most players', 'board-games: title! min_players:integer max_players:integer', []],
  [
    'REST API for holiday flats: address, cost per night, minimum and maximum number of guests, average rating',
    'holiday-flats: address! cost_per_night:number minimum_number_of_guests:integer maximum_number_of_guests:integer average_rating:number',
    [],
  ],
  [
    'An API for our gym classes: title, trainer, weekday, start and end time, max participants, price per month in euros',
    'gym-classes: title! trainer weekday start_time:datetime end_time:datetime max_participants:integer price_per_month:number',
    [],
  ],
  [
    'I need a backend for a bike rental: bikes have a frame number, size (S, M, L), hourly rate, whether the bike is available, and when it was last serviced',
    'bikes: frame_number! size:S/M/L hourly_rate:number available:boolean last_serviced:date',
    [],
  ],
  [
    'Build a Go microservice for invoices with customer name, net and gross amount, VAT rate, due date and whether it is paid',
    'invoices: customer_name! net_amount:number gross_amount:number vat_rate:number due_date:date paid:boolean',
    [],
  ],
  [
    'An endpoint to store sensor readings: sensor id, temperature in °C, humidity in %, measured at',
    'sensor-readings: sensor_id! temperature:number humidity:number measured_at:datetime',
    [],
  ],
  [
    'a REST API for podcasts with title, how many episodes, how long it takes in minutes, and first and last publication date',
    'podcasts: title! number_of_episodes:integer duration:number first_publication_date:date last_publication_date:date',
    [],
  ],
  [
    'A Kotlin REST service for parcels with weight in kg, length, width and height in cm and express (boolean)',
    'parcels: weight:number! length:number width:number height:number express:boolean',
    ['anything in Kotlin (the template model writes Python, TypeScript, Go, Java and C#)'],
  ],
  [
    'Spring Boot API for employees: first and last name, hired on, monthly salary, weekly hours, department',
    'employees: first_name! last_name hired_on:date monthly_salary:number weekly_hours:number department',
    ['frameworks (the standard library is used instead)'],
  ],
  [
    'We need an inventory service in C#. Every item has a SKU (unique), a name, the quantity on hand, a reorder level and a unit price.',
    'items: sku~ name! quantity_on_hand:integer reorder_level unit_price:number',
    [],
  ],
  [
    'REST API in Ruby for recipes with title, servings, calories per serving and cooking time in minutes',
    'recipes: title! servings:integer calories_per_serving:number cooking_time:number',
    ['anything in Ruby (the template model writes Python, TypeScript, Go, Java and C#)'],
  ],
  [
    'A Rails app for a bookshop with books and authors',
    'books: title! author_id->authors year:integer isbn | authors: name! born:date',
    ['anything in Ruby (the template model writes Python, TypeScript, Go, Java and C#)'],
  ],
  [
    'an express API for shipments with tracking number, weight, express and destination',
    'shipments: tracking_number! weight:number express destination',
    ['frameworks (the standard library is used instead)'],
  ],
  [
    'a small Node.js backend for a quiz: questions with text, the correct answer, points and difficulty easy/medium/hard',
    'quizzes: name! description | questions: text! correct_answer points:integer difficulty:easy/medium/hard',
    [],
  ],
  [
    'A CRUD service for cars: make, model, year built, km driven, fuel type (petrol, diesel, electric), price in €',
    'cars: make! model year_built:integer km_driven:number fuel_type:petrol/diesel/electric price:number',
    [],
  ],
  [
    'API for tournaments with teams (name, games won, games lost, goal difference) and matches (home and away team, score, kick-off time)',
    'teams: name! games_won:integer games_lost:integer goal_difference:number | matches: home_team! away_team score:number kick_off_time:datetime',
    [],
  ],
  [
    'REST api for a dentist: patients with name, date of birth, phone; appointments with patient, date, duration in minutes, treatment',
    'patients: name! date_of_birth:date phone | appointments: patient_id->patients date:date! duration:number treatment',
    [],
  ],
  [
    'a service that stores car charging sessions with start time, end time, energy in kWh, price per kWh and total cost',
    'car-charging-sessions: start_time:datetime! end_time:datetime energy:number price_per_kwh:number total_cost:number',
    [],
  ],
  [
    'An API for hiking trails: name, length in km, elevation gain, difficulty, minimum age, how long it takes',
    'hiking-trails: name! length:number elevation_gain:number difficulty minimum_age:integer duration:number',
    [],
  ],
  [
    'a REST API for blog posts with title, slug, body, published at, author and comments with author, text, and post; authentication with JWT',
    'blog-posts: title! slug body published_at:datetime author | comments: author text! post_id->blog-posts',
    ['authentication and authorization'],
  ],
  [
    "A service for pets: name, species, age, weight (kg), vaccinated yes/no, owner's phone",
    'pets: name! species age:integer weight:number vaccinated:boolean owner_phone',
    [],
  ],
  [
    'Track houseplants; for each plant store where it is, how often it needs water (in days), and the date it was last watered',
    'houseplants: location! frequency_days:integer last_watered:date',
    [],
  ],
  [
    'REST API for courses with title, credits, max. number of students, start and end dates and tuition fee per semester',
    'courses: title! credits:integer max_number_of_students:integer start_date:date end_date:date tuition_fee_per_semester:number',
    [],
  ],
  [
    'Please write a microservice (Python 3.12, FastAPI) for feature flags with key, description, enabled and rollout percentage',
    'feature-flags: key! description enabled:boolean rollout_percentage:number',
    ['frameworks (the standard library is used instead)'],
  ],
  ['a REST API for payments with amount, date and payer', 'payments: amount:number! date:date payer', []],
  ['a REST API for reminders with title, due date, and email notifications', 'reminders: title! due_date:date', ['e-mails, notifications and reminders']],
  [
    'REST service for blood pressure readings: systolic and diastolic pressure in mmHg, pulse, taken at',
    'blood-pressure-readings: systolic_pressure:number! diastolic_pressure:number pulse:number taken_at:datetime',
    [],
  ],
  [
    "I'd like an API where teachers can store exams (subject, date, max points) and grades (student, exam, points reached)",
    'exams: subject! date:date max_points:integer | grades: student! exam_id->exams points_reached:integer',
    [],
  ],
  [
    'Backend for a flea market app: sellers (name, phone, stall number), articles (seller, title, price in EUR, sold yes/no)',
    'sellers: name! phone stall_number | articles: seller_id->sellers title! price:number sold:boolean',
    [],
  ],
  [
    'a REST API in Golang for coffee beans: roast level from 1 to 5, origin, altitude in meters, price per kg, in stock',
    'coffee-beans: roast_level:integer[1,5]! origin altitude:number price_per_kg:number in_stock:boolean',
    [],
  ],
  [
    'API for a football league: clubs with name, founded, stadium; players with club, first name, last name, shirt number, position',
    'clubs: name! founded stadium | players: club_id->clubs first_name! last_name shirt_number:integer position',
    [],
  ],
  [
    'API for a food delivery service with restaurants, dishes and orders',
    'restaurants: name! description | dishes: name! description | orders: number! status total:number',
    [],
  ],
  [
    'Keep track of my medication: drug name, dose in mg, how often per day, start and end date',
    'medications: drug_name! dose:number frequency_per_day:number start_date:date end_date:date',
    [],
  ],
  ['A service that lets nurses log shifts: nurse, ward, start, end, break in minutes', 'shifts: nurse! ward start end break_minutes:integer', []],
  [
    'REST API for wind turbines: rated power in kW, rotor diameter in m, hub height, commissioned on, operator',
    'wind-turbines: rated_power_kw:number! rotor_diameter:number hub_height:number commissioned_on:date operator',
    [],
  ],
  [
    'make a tiny api for a lending library of board games; games have a title, min and max players, playing time in minutes, and an age rating; loans have game, borrower, borrowed on and returned on',
    'board-games: title! min_players:integer max_players:integer playing_time_minutes:integer age_rating:number | loans: game_id->board-games borrower! borrowed_on:date returned_on:date',
    [],
  ],
  [
    "a REST API for comments. Comments have a text of up to 500 characters, an author's name, an author's e-mail and the number of likes.",
    'comments: text[,500] author_name! author_e_mail:email number_of_likes:integer',
    [],
  ],
  [
    'API for real estate listings: street, zip code, city, living area in m², number of rooms, asking price, energy class (A to G), year of construction, has balcony',
    'real-estate-listings: street! zip_code city living_area:number number_of_rooms:integer asking_price:number energy_class:A/B/C/D/E/F/G year_of_construction:integer has_balcony:boolean',
    [],
  ],
  [
    'An API to record water meter readings per apartment: apartment number, reading in m3, read on',
    'water-meter-readings: apartment_number! reading_m3:number read_on:date',
    [],
  ],
  [
    'TypeScript REST API: customers (company name, contact person, email, credit limit), orders (customer, order number, order date, status: open, shipped or cancelled, total)',
    'customers: company_name! contact_person email:email credit_limit:number | orders: customer_id->customers order_number! order_date:date status:open/shipped/cancelled total:number',
    [],
  ],
  [
    'API for shipments: each shipment has a weight in kg, dimensions (length x width x height), declared value in USD, and insured yes/no',
    'shipments: weight:number! dimensions declared_value_usd:number insured:boolean',
    ['a part that was not understood: "dimensions: length x width x height"'],
  ],
  [
    'Give me a C++ REST API for tasks',
    'tasks: title! description done:boolean due_date:date',
    ['anything in C++ (the template model writes Python, TypeScript, Go, Java and C#)'],
  ],
  [
    'a REST API for a hotel with rooms (number, beds, price per night, floor) and bookings (room, guest name, arrival and departure date, number of adults and children)',
    'rooms: number:integer! beds:integer price_per_night:number floor:integer | bookings: room_id->rooms guest_name! arrival_date:date departure_date:date number_of_adults:integer children:list',
    [],
  ],
  ['a ruby api for pets', 'pets: name! species breed age:integer', ['anything in Ruby (the template model writes Python, TypeScript, Go, Java and C#)']],
  [
    'A REST API for museums with name, opening hours, ticket price, and how many visitors come per year',
    'museums: name! opening_hours ticket_price:number number_of_visitors_per_year:integer',
    [],
  ],
  [
    'Users can rent scooters. A scooter has a code, battery level, km driven, price per minute and a status (free, rented, broken).',
    'scooters: code! battery_level km_driven:number price_per_minute:number status:free/rented/broken',
    ['a part that was not understood: "Users can rent scooters"'],
  ],
  [
    'I need an API. Entities: Author(name, born), Book(title, pages, author), Review(book, stars 1-5, text)',
    'authors: name! born:date | books: title! pages:integer author_id->authors | reviews: book_id->books stars:number[1,5] text!',
    [],
  ],
  [
    "An application for managing a vineyard's barrels: barrel no., grape, filled on, volume in litres, alcohol in %",
    'vineyard-barrels: barrel_no! grape filled_on:date volume:number alcohol_percent:number',
    [],
  ],
  ['API to log expenses: who paid, how much, what for, when', 'expenses: paid_by! amount:number purpose date:date', []],
  [
    'REST API for songs: title, artist, bpm, key, length (mm:ss)',
    'songs: title! artist bpm:integer key length:number',
    ['a part that was not understood: "length: mm:ss"'],
  ],
  [
    'a REST API for houses with name, built in (year), sold for (price)',
    'houses: name! built_year:integer sold:boolean',
    ['a part that was not understood: "sold (price)"'],
  ],
  [
    'Create a REST API which allows storing events (name, date/time, location) and attendees (name, e-mail, event)',
    'events: name! date:date time location | attendees: name! e_mail:email event_id->events',
    [],
  ],
  [
    'REST API for tasks with title, estimate in hours, actual hours, and percentage done',
    'tasks: title! estimate_hours:number actual_hours:number percentage_done:number',
    [],
  ],
];

describe('a service', () => {
  it.each(SERVICES)('%s', (words, expected, left) => {
    const spec = readSpec({ description: words, title: null, language: 'python', requirements: [], feedback: [] }, words);
    if (!('entities' in spec)) throw new Error(spec.reason ?? 'not understood');
    expect(shortSpec(spec)).toBe(expected);
    expect(spec.ignored).toEqual(left);
  });
});

const OTHERS: [words: string, type: string, title: string, line: string, left: RegExp | null][] = [
  [
    'CLI that tracks my running: date, distance in km, average heart rate',
    'cli',
    'Runnings CLI',
    'Each running has: date (date, required), distance (number, optional), average_heart_rate (number, optional)',
    null,
  ],
  [
    'CLI in Go to keep a reading list with title, author, pages read and total pages',
    'cli',
    'Reading lists CLI',
    'Each reading list has: title (text, required), author (text, optional), pages_read (integer, optional), total_pages (integer, optional)',
    null,
  ],
  [
    'a command line address book in C#: name, phone number, e-mail, birthday',
    'cli',
    'Address books CLI',
    'Each address book has: name (text, required), phone_number (text, optional), e_mail (email, optional), birthday (date, optional)',
    null,
  ],
  [
    'A Python class Rectangle with width and height and a method area',
    'library',
    'Rectangle class',
    'Each rectangle has: width (number, required), height (number, optional)',
    /^the method area of rectangle$/,
  ],
  [
    'a class for a bank account with owner and balance, with methods deposit and withdraw, in C#',
    'library',
    'BankAccount class',
    'A bank account can: deposit (adds to balance), withdraw (takes from balance)',
    null,
  ],
  [
    'Python dataclass for a product with name, price and stock and a method to restock',
    'library',
    'Product class',
    'A product can: restock (adds to stock)',
    null,
  ],
  [
    'a Stack class with push and pop in Go',
    'library',
    'Stack class',
    'Each stack has: name (text, required), description (text, optional)',
    /^the method push of stack\nthe method pop of stack$/,
  ],
  [
    'company website with team, services and a blog, TypeScript',
    'website',
    'Website',
    'One page with the sections Services, Team; each has its link',
    /^a blog$/,
  ],
  [
    'a website for my restaurant with menu, opening hours, and a reservation form',
    'website',
    'Restaurant website',
    'One page with the sections Menu, Opening hours; each has its link',
    /^forms that send something$/,
  ],
];

describe('another kind of project', () => {
  it.each(OTHERS)('%s', async (words, type, title, line, left) => {
    const plan = (await ask('plan', { intent: intentOf(words, { project_type: type }) })) as PlanLike;
    expect(plan.title).toBe(title);
    expect(plan.requirements).toContain(line);
    expect(splitRisks(plan.risks).notBuilt.join('\n')).toMatch(left ?? /^$/);
  });
});
