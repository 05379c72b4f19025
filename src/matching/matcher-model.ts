import { z } from 'zod';
import { serializedBlendSchema } from '../learning/blended-classifier.ts';
import { calibrationSchema } from '../learning/calibrate.ts';
import { serializedTextClassifierSchema } from '../learning/text-classifier.ts';

/** The label of ideas that fit no challenge; the others are challenge numbers. */
export const NO_CHALLENGE = 'none';

/** What ingestion learns from a collection's labelled ideas and expected questions, as it is stored. */
export const serializedMatcherSchema = z.strictObject({
  format: z.literal('matcher-2'),
  examples: z.int().positive(),
  ...serializedBlendSchema.shape,
  calibration: calibrationSchema,
  /** Which guiding question a text speaks of; null when the collection has no expected questions. */
  questions: serializedTextClassifierSchema.nullable(),
  /** How it did on examples of writers it had not read; shares from 0 to 1. */
  heldOut: z.strictObject({
    acceptedAtOne: z.number(),
    acceptedInTwo: z.number(),
    calibrationError: z.number(),
  }),
});
export type SerializedMatcher = z.infer<typeof serializedMatcherSchema>;
