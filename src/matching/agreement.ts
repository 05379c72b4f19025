import { type Agreement, type BatchRow, firstChallengeOf } from '../domain/idea-batch.ts';

type Pair = { readonly judged: number | null; readonly adviser: number | null };

/** Compares judgements with what an adviser decided; a note alone decides nothing. */
export function measureAgreement(rows: readonly Pick<BatchRow, 'report' | 'decision'>[]): Agreement {
  const pairs = rows.flatMap(({ report, decision }): Pair[] => {
    if (report === null || decision === null || decision.kind === 'note') return [];
    return [{ judged: firstChallengeOf(report), adviser: decision.challenge }];
  });
  const agreed = pairs.filter(({ judged, adviser }) => judged === adviser).length;
  return { decided: pairs.length, agreed, kappa: kappaOf(pairs, agreed), confusion: countPairs(pairs) };
}

/** Cohen's kappa: how far agreement goes beyond what the two would reach by chance. 1 is all, 0 is none. */
function kappaOf(pairs: readonly Pair[], agreed: number): number | null {
  if (pairs.length === 0) return null;
  const total = pairs.length;
  const share = (side: keyof Pair, label: number | null) =>
    pairs.filter((pair) => pair[side] === label).length / total;
  const labels = new Set(pairs.flatMap(({ judged, adviser }) => [judged, adviser]));
  let byChance = 0;
  for (const label of labels) byChance += share('judged', label) * share('adviser', label);
  // Both always say the same one thing: chance explains all of it.
  if (byChance === 1) return null;
  return Math.round(((agreed / total - byChance) / (1 - byChance)) * 1000) / 1000;
}

function countPairs(pairs: readonly Pair[]): Agreement['confusion'] {
  const counts = new Map<string, Agreement['confusion'][number]>();
  for (const { judged, adviser } of pairs) {
    const key = `${judged}|${adviser}`;
    counts.set(key, { judged, adviser, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const order = (label: number | null) => label ?? Number.MAX_SAFE_INTEGER;
  return [...counts.values()].sort(
    (a, b) => order(a.judged) - order(b.judged) || order(a.adviser) - order(b.adviser),
  );
}
