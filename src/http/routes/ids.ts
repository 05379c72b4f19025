import { z } from 'zod';
import { collectionManifestSchema } from '../../domain/collection.ts';

/** Ids that callers give back as they got them. */
export const opaqueIdSchema = z.string().regex(/^[\w.:-]{1,200}$/);

export const collectionIdSchema = collectionManifestSchema.shape.id;

/** A number written in an address. */
export function numberInAddress(bounds: { readonly minimum: number; readonly maximum: number }) {
  return z.coerce.number<string>().int().min(bounds.minimum).max(bounds.maximum);
}

export const ofCollectionQuery = z.strictObject({ collection: collectionIdSchema.optional() });
