import { z } from 'zod';
import { localeSchema } from './collection.ts';

/**
 * Why a question was not answered whole: the documents do not speak of it, they hold something near that does not answer it,
 * or it is not a question for them.
 */
export const unansweredKindSchema = z.enum(['absent', 'weak', 'off-topic']);
export type UnansweredKind = z.infer<typeof unansweredKindSchema>;

/** What the flow knows of a question that it could not answer. `matter` is the id of a known absent matter. */
export type Unanswered = {
  readonly kind: UnansweredKind;
  readonly matter: string | null;
  readonly locale: z.infer<typeof localeSchema>;
};

/** Such a question as it is kept; `question` holds no personal data. */
export type UnansweredQuestion = Unanswered & {
  readonly question: string;
  readonly collection: string;
  readonly askedAt: Date;
};

/** Near-equal questions as one. `question` is the one that stands for them; `examples` are other ways it was asked. */
const unansweredGroupSchema = z.strictObject({
  kind: unansweredKindSchema,
  collection: z.string(),
  matter: z
    .strictObject({ id: z.string(), name: z.strictObject({ es: z.string(), en: z.string() }) })
    .nullable(),
  question: z.string(),
  locale: localeSchema,
  examples: z.array(z.string()),
  count: z.int().min(1),
  oldest: z.iso.datetime(),
  newest: z.iso.datetime(),
});
export type UnansweredGroup = z.infer<typeof unansweredGroupSchema>;

const countsSchema = z.strictObject({
  absent: z.int().min(0),
  weak: z.int().min(0),
  'off-topic': z.int().min(0),
});

/** What could not be answered of late: how often, when, and what. `days` are all days of the time, the oldest first. */
export const unansweredReportSchema = z.strictObject({
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  total: z.int().min(0),
  /** True when there were more questions than a report takes; the newest are in it. */
  isCut: z.boolean(),
  counts: countsSchema,
  days: z.array(z.strictObject({ date: z.iso.date(), counts: countsSchema })),
  groups: z.array(unansweredGroupSchema),
});
export type UnansweredReport = z.infer<typeof unansweredReportSchema>;
