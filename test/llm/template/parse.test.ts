import { describe, expect, it } from '@jest/globals';
import { readSpec } from '../../../activities/llm/template/rest/understand.js';
import type { ServiceSpec } from '../../../activities/llm/template/spec.js';
import { shortSpec } from './short-spec.js';

function specOf(description: string): ServiceSpec {
  const spec = readSpec({ description, title: null, language: 'python', requirements: [], feedback: [] }, description);
  if (!('entities' in spec)) throw new Error(spec.reason ?? 'not understood');
  return spec;
}

/** What people write, and what is understood of it (see short-spec.ts). */
const INTENTS: [description: string, spec: string][] = [
  ['a REST API for tasks with title, done and due date, in Python', 'tasks: title! done:boolean due_date:date'],
  ['a REST API for books with author, year and rating, in TypeScript', 'books: author! year:integer rating:number'],
  ['A REST API in TypeScript for books with author, year and rating', 'books: author! year:integer rating:number'],
  ['a REST API for authors with name and born, and books with title, year and rating', 'authors: name! born:date | books: title! year:integer rating:number'],
  ['a REST API for tasks', 'tasks: title! description done:boolean due_date:date'],
  ['REST service for tracking expenses with amount, category and date in node', 'expenses: amount:number! category date:date'],
  ['Create a simple CRUD backend for managing contacts (name, email, phone)', 'contacts: name! email:email phone'],
  [
    'I want an API to store recipes with name, ingredients (list), steps (list) and cooking time in minutes',
    'recipes: name! ingredients:list steps:list cooking_time:number',
  ],
  [
    'build a todo REST API with title (required, max 100 characters), priority (low, medium or high) and optional notes',
    'todos: title[,100]! priority:low/medium/high notes',
  ],
  ['a REST API for users with a unique email, name and age as integer', 'users: email:email~ name! age:integer'],
  ['a backend for a blog with posts and comments', 'posts: title! body author tags:list | comments: text! author'],
  ['a backend for a blog with posts (title, body, published) and comments (author, text)', 'posts: title! body published:boolean | comments: author text!'],
  [
    'A library management API: books (title, author, isbn), members (name, email) and loans (book, member, due date)',
    'books: title! author isbn | members: name! email:email | loans: book_id->books! member_id->members! due_date:date',
  ],
  ['a service that manages people with name and birthday', 'people: name! birthday:date'],
  [
    'REST API for categories with name and products with name, price, quantity in stock and category',
    'categories: name! | products: name! price:number quantity:integer category_id->categories',
  ],
  ['an HTTP API where users can create, read, update and delete notes with a title and a body', 'notes: title! body'],
  ['I want a REST API. It should manage books. Each book has a title and a year.', 'books: title! year:integer'],
  ['a REST API for movies with title, rating from 1 to 5 and genre. Title must be unique.', 'movies: title!~ rating:number[1,5] genre'],
  ['a REST API for tasks with title and done, with pagination and filtering', 'tasks: title! done:boolean'],
  ['a REST API for tasks with title, done and authentication', 'tasks: title! done:boolean'],
  ['track my workouts with date, duration and calories', 'workouts: date:date! duration:number calories:integer'],
  ['A post has a title and a body. A comment has an author and text.', 'posts: title! body | comments: author text!'],
  ['api for cars: make, model, year, price', 'cars: make! model year:integer price:number'],
  ['REST API for books and authors', 'books: title! author_id->authors year:integer isbn | authors: name! born:date'],
  ['A REST API for tasks with the following fields: title, done, due date.', 'tasks: title! done:boolean due_date:date'],
  ['REST API with these entities:\n- Author: name, born\n- Book: title, year, rating', 'authors: name! born:date | books: title! year:integer rating:number'],
  ['a REST API for inventory of products with name and stock', 'products: name! stock:integer'],
  ['tasks with title: string, done: bool, age: int, score: float', 'tasks: title! done:boolean age:integer score:number'],
  [
    'a REST API for events with start date, end date, location and max participants',
    'events: start_date:date! end_date:date location max_participants:integer',
  ],
  ['REST API for books with title, published year and is available', 'books: title! published_year:integer is_available:boolean'],
  [
    'Make a REST API for authors and books, where each book belongs to an author',
    'authors: name! born:date | books: title! year:integer isbn author_id->authors',
  ],
  ['a REST API for a library with books and authors', 'books: title! author_id->authors year:integer isbn | authors: name! born:date'],
  ['a REST API for a todo app with title and done', 'todos: title! done:boolean'],
  ['Todo list', 'todos: title! description done:boolean due_date:date'],
  [
    'a REST API for employees with first name, last name, hired on, salary and department',
    'employees: first_name! last_name hired_on:date salary:number department',
  ],
  [
    'REST API for orders with customer name, status (pending/shipped/delivered), total and items (list)',
    'orders: customer_name! status:pending/shipped/delivered total:number items:list',
  ],
  ['REST API for tasks with priority low, medium or high and title', 'tasks: priority:low/medium/high title!'],
  ['a bookmarks service with url, title and tags (list). Tests included. Use PostgreSQL.', 'bookmarks: url:url title! tags:list'],
  ['Please build me a small web service, in typescript, which stores quotes having text, author and year', 'quotes: text! author year:integer'],
  [
    'backend to manage students with name, email and gpa; courses with title and credits',
    'students: name! email:email gpa:number | courses: title! credits:integer',
  ],
  ['a pet store API with pets having name, species and age', 'pets: name! species age:integer'],
  [
    'REST API for sensors with latitude, longitude, temperature and recorded_at',
    'sensors: latitude:number! longitude:number temperature:number recorded_at:datetime',
  ],
  ['REST API for class with def, import and lambda', 'classes: def! import lambda'],
  ['REST API for teams with name and constructor', 'teams: name! constructor'],
  ['an api for "tasks\'); DROP TABLE--" with title', 'tasks: title! description done:boolean due_date:date | drop-tables: title!'],
  [
    'a REST API for tasks with title (string, required), done (boolean, default false), due_date (date, optional)',
    'tasks: title! done:boolean=false due_date:date',
  ],
  [
    'a REST API for products with name (required, unique, max 80 characters), price (min 0) and stock from 0 to 1000',
    'products: name[,80]!~ price:number[0,] stock:integer[0,1000]',
  ],
  ['A REST API for a URL shortener', 'links: title! url:url'],
  ['REST API for posts with title and comments with text and post', 'posts: title! | comments: text! post_id->posts'],
  ['books API', 'books: title! author year:integer isbn'],
  [
    'a REST API for products with name, price and stock, and orders with product, quantity and status (new, paid, shipped), in TypeScript',
    'products: name! price:number stock:integer | orders: product_id->products! quantity:integer status:new/paid/shipped',
  ],
  [
    'Build a REST API to manage a library: authors (name, born), books (title, year, author)',
    'authors: name! born:date | books: title! year:integer author_id->authors',
  ],
  ['I need a backend service in Python that lets people add, list and delete shopping list items with name and quantity', 'items: name! quantity:integer'],
  [
    'Create an API for a gym. Members have a name, email and joined date. Classes have a title, instructor and capacity.',
    'members: name! email:email joined_date:date | classes: title! instructor capacity:integer',
  ],
  ['REST API for managing students: id, name, email, created_at', 'students: name! email:email'],
  ['a rest api for todos: title:string required, completed:boolean, dueDate:date', 'todos: title! completed:boolean due_date:date'],
  [
    'REST API in node for a music playlist app, where playlists have a name and songs have a title, artist, album and duration in seconds',
    'playlists: name! | songs: title! artist album duration:number',
  ],
  ['API that tracks plants with name, species, watered on and a note (optional, max 500 characters)', 'plants: name! species watered_on:date note[,500]'],
  [
    'a service for bookings with guest name, email, check-in date, check-out date and number of guests (at least 1)',
    'bookings: guest_name! email:email check_in_date:date check_out_date:date number_of_guests:integer[1,]',
  ],
  [
    'A REST API for people with first name, last name, email (unique), age (integer between 0 and 150)',
    'people: first_name! last_name email:email~ age:integer[0,150]',
  ],
  ['Inventory service: items with sku (unique), name, quantity, location', 'items: sku~ name! quantity:integer location'],
  ['Simple CRUD API for movies in TypeScript', 'movies: title! director year:integer rating:number'],
  [
    'Expose endpoints for vehicles with make, model, year, mileage and electric (boolean)',
    'vehicles: make! model year:integer mileage:integer electric:boolean',
  ],
  ['a REST API for feedback with message, score between 1 and 10, and email', 'feedback: message! score:number[1,10] email:email'],
  ['A REST API for tracking time entries with project, description, hours and date', 'time-entries: project description! hours:number date:date'],
  ['REST API for polls with question, options (list of strings) and closed', 'polls: question! options:list closed:boolean'],
  [
    "I'd like a small HTTP API that keeps a list of my favourite restaurants: name, city, cuisine, stars (1-5), website",
    'restaurants: name! city cuisine stars:number[1,5] website:url',
  ],
  [
    'develop a restful web service for hospital patients having name, date of birth, blood type (A, B, AB or O) and phone number',
    'hospital-patients: name! date_of_birth:date blood_type:A/B/AB/O phone_number',
  ],
  ['A task API with title, description, priority (1-5) and done flag', 'tasks: title! description priority:integer[1,5] done:boolean'],
  [
    'CRUD for categories and products; products have name, price and belong to a category',
    'categories: name! description | products: name! price:number category_id->categories',
  ],
  [
    'a REST API for weather readings with city, temperature, humidity and measured at',
    'weather-readings: city! temperature:number humidity:number measured_at:datetime',
  ],
  ['backend for a chat app with messages containing text, sender and sent at', 'messages: text! sender sent_at:datetime'],
  ['API for contacts with name, phone numbers and addresses', 'contacts: name! phone_numbers:list addresses:list'],
  ['todo service in ts', 'todos: title! description done:boolean due_date:date'],
  [
    'create a web api for job applications: company, position, status (applied/interview/offer/rejected), applied on, notes',
    'job-applications: company! position status:applied/interview/offer/rejected applied_on:date notes',
  ],
  ['REST API for flash cards with question and answer. Use JWT authentication and rate limiting.', 'flash-cards: question! answer'],
  [
    'REST API for events (title, starts_at, ends_at, location, capacity) with pagination, sorting and filtering, stored in SQLite, with Docker',
    'events: title! starts_at:datetime ends_at:datetime location capacity:integer',
  ],
  ['a REST API for user profiles with username, bio, avatar url and followers count', 'user-profiles: username! bio avatar_url:url followers_count:integer'],
  ['a REST API for tasks with title, done and due date, using FastAPI', 'tasks: title! done:boolean due_date:date'],
  [
    'A REST API for tasks. A task has a title (required), a description, and a status that is one of todo, doing or done. Tasks can be filtered by status.',
    'tasks: title! description status:todo/doing/done',
  ],
  ['a REST API for meeting rooms with name, capacity and projector', 'meeting-rooms: name! capacity:integer projector'],
  [
    'please make a service which manages invoices; each invoice has a number, customer, amount, due date and whether it is paid',
    'invoices: number:integer! customer amount:number due_date:date paid:boolean',
  ],
  ['REST API for dogs with name, breed, age and good boy', 'dogs: name! breed age:integer good_boy'],
  ['REST API for team members with name and role', 'team-members: name! role'],
  ['an API for storing notes', 'notes: title! body tags:list'],
  ['api to keep track of the books I have read: title, author, finished on, rating out of 5', 'books: title! author finished_on:date rating:number[0,5]'],
  ['REST API for 3D models with name and file size', 'n-3d-models: name! file_size:number'],
  ['a REST API for companies with name and employees with name, company and salary', 'companies: name! | employees: name! company_id->companies salary:number'],
  ['REST api for a parking lot: cars with license plate and entered at', 'cars: license_plate! entered_at:datetime'],
  ['a REST API for tasks with title and tags and a due date, written in Python 3.12 with type hints and tests', 'tasks: title! tags:list due_date:date'],
  [
    'An API for managing coupons with code (string, unique, required), discount (number, 0 to 100), valid until (date), active (default true)',
    'coupons: code!~ discount:number[0,100] valid_until:date active:boolean=true',
  ],
  ['REST API for books with title, author; in TypeScript; with Docker', 'books: title! author'],
  ['a REST API for quizzes, each with a title and difficulty (easy, medium, hard)', 'quizzes: title! difficulty:easy/medium/hard'],
  ['a REST API for songs that have a title, an artist and a length in seconds', 'songs: title! artist length:number'],
  ['A REST API for recipes including ingredients and steps', 'recipes: ingredients:list steps:list'],
  ['a REST API for a zoo with animals (name, species, age) and keepers (name, phone)', 'animals: name! species age:integer | keepers: name! phone'],
  ['REST API to register devices with serial number, type and last seen at', 'devices: serial_number! type last_seen_at:datetime'],
  ['I want to store measurements: sensor, value, unit, taken at', 'measurements: sensor! value:number unit taken_at:datetime'],
  ['a REST API for tasks with fields title, done, due_date', 'tasks: title! done:boolean due_date:date'],
  ['a REST API for "blog posts" with "title", "body" and "published"', 'blog-posts: title! body published:boolean'],
  ['a REST API for tasks with a title, whether it is done, and when it is due', 'tasks: title! done:boolean due:date'],
  ['a REST API with tasks that have titles and due dates', 'tasks: title! due_date:date'],
  [
    'REST API for expenses: amount (required, positive), currency (EUR, USD or GBP, default EUR), note',
    'expenses: amount:number[0,]! currency:EUR/USD/GBP=EUR note',
  ],
  [
    'REST API for houses with address, price in euros, number of rooms, area in square meters, has garden',
    'houses: address! price:number number_of_rooms:integer area:number has_garden:boolean',
  ],
  [
    'an api for customer support tickets with subject, body, priority low/medium/high, assignee and resolved',
    'tickets: subject! body priority:low/medium/high assignee resolved:boolean',
  ],
  ['a REST API for time entries with project, hours', 'time-entries: project! hours:number'],
  [
    'REST API for products, with fields: name (string, max 50 chars), price (float, min 0), in stock (bool)',
    'products: name[,50]! price:number[0,] in_stock:boolean',
  ],
  ['REST API for users with email, password and role (admin or user)', 'users: email:email! password role:admin/user'],
  [
    'A REST API to manage my movie collection. Movies have title, director, year, rating (0-10), genres and whether I have watched it.',
    'movies: title! director year:integer rating:number[0,10] genres:list watched:boolean',
  ],
  [
    'Service for vaccinations with patient, vaccine, dose number, given on; patients with name and birth date',
    'vaccinations: patient_id->patients vaccine! dose_number given_on:date | patients: name! birth_date:date',
  ],
  ['manage a list of tasks with title, done', 'tasks: title! done:boolean'],
  [
    'we need to manage customers (name, email, vip) and their orders (customer, total, placed at)',
    'customers: name! email:email vip:boolean | orders: customer_id->customers! total:number placed_at:datetime',
  ],
  [
    'API with three resources: teams (name, city), players (name, number, team) and matches (home team, away team, date, score)',
    'teams: name! city | players: name! number:integer team_id->teams | matches: home_team! away_team date:date score:number',
  ],
  ['restful API, python, entity Task, fields: title, done, due date', 'tasks: title! done:boolean due_date:date'],
  ['REST API for a bookstore', 'books: title! author year:integer isbn'],
  ['REST API: book(title, author, year)', 'books: title! author year:integer'],
  [
    'Create a REST API for a to-do list application with tasks having title, description, completed status, and due date.',
    'tasks: title! description completed:boolean due_date:date',
  ],
  [
    'I want to build a REST API in Python for managing a collection of books. Each book should have a title, an author, a publication year, and an ISBN.',
    'books: title! author publication_year:integer isbn',
  ],
  [
    'build an api for tracking habits; a habit has a name, frequency (daily/weekly/monthly) and streak count',
    'habits: name! frequency:daily/weekly/monthly streak_count:integer',
  ],
  ['a REST API for tasks with title, done and due date in TypeScript with node', 'tasks: title! done:boolean due_date:date'],
  [
    'a REST API for tasks with title (max length 50), done, due date, and priority as an integer from 1 to 5',
    'tasks: title[,50]! done:boolean due_date:date priority:integer[1,5]',
  ],
  ['REST API for coffee orders with drink, size (S, M or L), milk (none, oat, soy), price', 'coffee-orders: drink! size:S/M/L milk:none/oat/soy price:number'],
  ['REST API for events with name, date, time and venue', 'events: name! date:date time venue'],
  ['a rest api for tasks with title,done,due_date in python', 'tasks: title! done:boolean due_date:date'],
  ['A REST API for a school: students with name and grade, teachers with name and subject', 'students: name! grade | teachers: name! subject'],
  ['GraphQL API for tasks with title', 'tasks: title!'],
  ['REST API for tasks with assignee (user) and title; users with name and email', 'tasks: assignee_id->users title! | users: name! email:email'],
  ['rest api for trees with species, height in meters, planted on and healthy', 'trees: species! height:number planted_on:date healthy:boolean'],
  ['Please create a REST API (Python) for tasks (title, done, due date).', 'tasks: title! done:boolean due_date:date'],
  ['A REST API, in TypeScript, for books: author, year, rating', 'books: author! year:integer rating:number'],
  ['a REST API for meetings with title, start time and end time', 'meetings: title! start_time:datetime end_time:datetime'],
  ['a REST API for invoices with customer email, number, date and total', 'invoices: customer_email:email number:integer! date:date total:number'],
  ['a REST API for payslips with date, employee email and total', 'payslips: date:date! employee_email:email total:number'],
  ['a REST API for books with title and author, in Python or TypeScript', 'books: title! author'],
  ['REST API for students with name, age, GPA (0.0-4.0), and enrolled (boolean)', 'students: name! age:integer gpa:number[0,4] enrolled:boolean'],
];

describe('entities and fields from words', () => {
  it.each(INTENTS)('%s', (description, expected) => {
    expect(shortSpec(specOf(description))).toBe(expected);
  });

  it.each([
    ['an API that converts temperatures', 'converts temperatures'],
    ['a REST API for sending emails', 'sending emails'],
    ['a service which predicts the weather', 'predicts'],
  ])('does not take a doing for objects: %s', (description, action) => {
    expect(() => specOf(description)).toThrow(action);
  });

  it.each(['hello world', 'make it faster', 'REST API', 'an API', '...', '🙂🙂🙂', 'with with with', ': , ;'])('finds no objects in: %s', (description) => {
    expect(() => specOf(description)).toThrow();
  });

  it('names what it does not build', () => {
    const { ignored } = specOf('a REST API for tasks with title. Use JWT authentication, rate limiting and PostgreSQL. It should sing at night.');
    expect(ignored.join('\n')).toMatch(/authentication[^]*rate limiting[^]*database engine[^]*sing at night/);
  });

  it('says nothing of wishes that every service has', () => {
    const { ignored } = specOf('a REST API for tasks with title, with pagination, filtering and validation. Include tests, docs and a Dockerfile.');
    expect(ignored).toEqual([]);
  });

  it('tells what it assumed', () => {
    expect(specOf('a REST API for tasks').assumptions.join('\n')).toMatch(/No fields were named for task: title, description, done, due_date/);
  });

  it('keeps to its caps and says what was left out', () => {
    const fields = Array.from({ length: 40 }, (_, index) => `field${index}`).join(', ');
    const wide = specOf(`a REST API for tasks with ${fields}`);
    expect(wide.entities[0]?.fields).toHaveLength(30);
    expect(wide.ignored.join()).toMatch(/more than 30 fields of task/);
    const things = ['ant', 'bee', 'cat', 'dog', 'elk', 'fox', 'gnu', 'hen', 'ibis', 'jay'].map((name) => `${name}s with name and age`).join(', and ');
    const many = specOf(`a REST API for ${things}`);
    expect(many.entities).toHaveLength(8);
    expect(many.ignored.join()).toMatch(/more than 8 kinds/);
  });
});
