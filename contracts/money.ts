/** Dollars as people read them: cents, or finer where cents would say nothing. */
export function dollars(usd: number): string {
  return `$${usd >= 1 || usd === 0 ? usd.toFixed(2) : usd.toPrecision(2)}`;
}
