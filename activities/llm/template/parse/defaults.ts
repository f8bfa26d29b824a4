import { type FieldSpec, plainField } from '../spec.js';
import { typeOfName } from './types.js';

/** Fields of well-known things, for intents that name no field. The first one is required. */
const KNOWN: Record<string, string> = {
  task: 'title description done due_date',
  todo: 'title description done due_date',
  chore: 'title done due_date',
  reminder: 'title due_date done',
  goal: 'title description due_date done',
  project: 'name description start_date end_date',
  ticket: 'title description status',
  issue: 'title description status',
  bug: 'title description status',
  book: 'title author year isbn',
  author: 'name born',
  movie: 'title director year rating',
  film: 'title director year rating',
  song: 'title artist album year',
  album: 'title artist year',
  game: 'title genre year rating',
  podcast: 'title host url',
  episode: 'title number duration',
  user: 'name email',
  person: 'name email phone',
  customer: 'name email phone',
  client: 'name email phone',
  contact: 'name email phone',
  member: 'name email',
  employee: 'name email position salary',
  student: 'name email',
  teacher: 'name email subject',
  patient: 'name date_of_birth phone',
  supplier: 'name email phone',
  vendor: 'name email phone',
  note: 'title body tags',
  post: 'title body author tags',
  article: 'title body author tags',
  comment: 'text author',
  message: 'text sender',
  review: 'text rating author',
  product: 'name description price stock',
  item: 'name description quantity price',
  order: 'number status total',
  invoice: 'number amount due_date paid',
  expense: 'description amount category date',
  transaction: 'description amount date',
  payment: 'description amount date',
  category: 'name description',
  tag: 'name',
  bookmark: 'title url tags',
  link: 'title url',
  event: 'title description start_date end_date location',
  meeting: 'title date location',
  appointment: 'title date notes',
  booking: 'name date guests',
  reservation: 'name date guests',
  recipe: 'title ingredients steps servings',
  course: 'title description credits',
  car: 'make model year price',
  vehicle: 'make model year',
  pet: 'name species breed age',
  animal: 'name species age',
  plant: 'name species watered_on',
  room: 'name capacity',
  device: 'name type serial_number',
  workout: 'name date duration',
  habit: 'name description',
  city: 'name country population',
  country: 'name capital population',
  quote: 'text author',
  joke: 'text category',
  flashcard: 'question answer',
};

/** What places and systems usually keep. */
const TYPICAL: Record<string, string> = {
  library: 'book',
  bookstore: 'book',
  book_store: 'book',
  bookshop: 'book',
  shop: 'product',
  store: 'product',
  web_shop: 'product',
  webshop: 'product',
  online_shop: 'product',
  online_store: 'product',
  marketplace: 'product',
  warehouse: 'product',
  inventory: 'item',
  blog: 'post',
  forum: 'post',
  school: 'student',
  university: 'student',
  college: 'student',
  hospital: 'patient',
  clinic: 'patient',
  gym: 'member',
  club: 'member',
  hotel: 'booking',
  hostel: 'booking',
  restaurant: 'reservation',
  zoo: 'animal',
  farm: 'animal',
  pet_store: 'pet',
  pet_shop: 'pet',
  cinema: 'movie',
  chat: 'message',
  chat_room: 'message',
  url_shortener: 'link',
  link_shortener: 'link',
  crm: 'contact',
  garage: 'car',
  parking_lot: 'car',
  car_rental: 'car',
  car_dealership: 'car',
  music_library: 'song',
  record_store: 'album',
  garden: 'plant',
  greenhouse: 'plant',
  helpdesk: 'ticket',
  help_desk: 'ticket',
  cms: 'article',
  newspaper: 'article',
  business: 'customer',
  e_commerce: 'product',
  ecommerce: 'product',
  household: 'chore',
  family: 'chore',
};

/** The objects a place like a library usually keeps; null when it is not known. */
export function typicalOf(place: string): string | null {
  return (Object.hasOwn(TYPICAL, place) ? TYPICAL[place] : undefined) ?? null;
}

export function defaultFields(entity: string): FieldSpec[] {
  const last = entity.split('_').at(-1) ?? entity;
  const names = lookUp(entity) ?? lookUp(last) ?? 'name description';
  return names.split(' ').map((name, index) => ({
    ...plainField(name, name === 'position' ? 'string' : name === 'number' && last !== 'episode' ? 'string' : typeOfName(name)),
    required: index === 0,
  }));
}

function lookUp(name: string): string | undefined {
  return Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
}

/** True for names that are things people keep: enough said without any other word. */
export function isKnownThing(name: string): boolean {
  return Object.hasOwn(KNOWN, name);
}
