import { CSHARP_KIT } from './csharp/kit.js';
import { GO_KIT } from './go/kit.js';
import { JAVA_KIT } from './java/kit.js';
import type { LanguageKit } from './language-kit.js';
import { PYTHON_KIT } from './python/kit.js';
import type { Language } from './spec.js';
import { TYPESCRIPT_KIT } from './typescript/kit.js';

/** Everything the model can write, language by language: a folder and a line each. */
export const LANGUAGE_KITS: Record<Language, LanguageKit> = {
  python: PYTHON_KIT,
  typescript: TYPESCRIPT_KIT,
  go: GO_KIT,
  java: JAVA_KIT,
  csharp: CSHARP_KIT,
};
