/** `is_prime` -> `isPrime`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `is_prime` -> `IsPrime`. */
export function pascalCase(name: string): string {
  const camel = camelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}

/** `is_prime` -> `is-prime`, for file names. */
export function kebabCase(name: string): string {
  return name.replaceAll('_', '-');
}
