import type { Product } from './product.js';
import { python } from './python.js';
import { typescript } from './typescript.js';

export type { Product } from './product.js';
export const products: Record<Product['language'], Product> = { python, typescript };
