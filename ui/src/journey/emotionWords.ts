/** Where feelings are highest and lowest, for the sentence that stands beside the curve. */

export interface Felt {
  name: string;
  value: number | null;
}

export function extremes(felt: readonly Felt[]): { low: Felt & { value: number }; high: Felt & { value: number } } | null {
  const known = felt.filter((each): each is Felt & { value: number } => each.value !== null);
  if (known.length === 0) return null;
  return {
    low: known.reduce((a, b) => (b.value < a.value ? b : a)),
    high: known.reduce((a, b) => (b.value > a.value ? b : a)),
  };
}
