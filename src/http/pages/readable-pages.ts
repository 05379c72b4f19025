import { type Request, type Response, Router } from 'express';
import type { z } from 'zod';
import type { Locale } from '../../domain/collection.ts';
import type { CollectionView } from '../../domain/corpus-views.ts';
import { AssistantError } from '../../domain/errors.ts';
import { type Site, siteSchema } from '../../domain/site.ts';
import type { SiteRegistry } from '../../ports/site-registry.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { RequestProblem } from '../problem.ts';
import { collectionIdSchema, numberInAddress, opaqueIdSchema } from '../routes/ids.ts';
import { previewSite } from '../widget/widget-access.ts';
import { renderChallenge, renderChallengeList } from './challenge-pages.ts';
import { renderFrame } from './frame-page.ts';
import { renderPassage } from './passage-page.ts';

export type ReadingDependencies = Pick<
  AppDependencies,
  'listCollections' | 'listChallenges' | 'getPassage' | 'getDocument'
>;

const challengeNumber = numberInAddress({ minimum: 0, maximum: 1_000_000 });

/** Pages that are read, found by search engines and printed without JavaScript. What an address adds to them is ignored. */
export function createReadablePages(options: {
  readonly dependencies: ReadingDependencies;
  readonly sites: SiteRegistry | null;
}): Router {
  const { dependencies, sites } = options;
  const router = Router();

  router.get('/desafios', async (request, response) => {
    const place = await placeOf(request, dependencies);
    const challenges = await dependencies.listChallenges(place.collection.id);
    sendPage(response, renderChallengeList(challenges, place));
  });

  router.get('/desafios/:number', async (request, response) => {
    const place = await placeOf(request, dependencies);
    const number = readOr404(challengeNumber, request.params.number);
    const challenges = await dependencies.listChallenges(place.collection.id);
    const challenge = challenges.find((one) => one.number === number);
    if (challenge === undefined) throw new RequestProblem('not_found');
    const neighbours = challenges.map((one) => one.number);
    sendPage(response, renderChallenge(challenge, { ...place, neighbours }));
  });

  router.get('/pasaje/:id', async (request, response) => {
    const passage = await dependencies.getPassage(readOr404(opaqueIdSchema, request.params.id));
    const collection = findCollection(await dependencies.listCollections(), passage.collection);
    const isWhole = request.query.documento !== undefined;
    const document = isWhole ? await dependencies.getDocument(passage.collection, passage.document) : null;
    sendPage(response, renderPassage(passage, { collection, document, locale: localeInAddress(request) }));
  });

  router.get('/widget/frame', async (request, response) => {
    const id = readOr404(siteSchema.shape.id, request.query.site);
    const site = id === previewSite.id ? previewSite : ((await sites?.find(id)) ?? null);
    if (site === null) throw new RequestProblem('not_found');
    letFrame(response, id === previewSite.id ? [] : site.origins);
    const language = request.query.lang === undefined ? site.language : localeInAddress(request);
    const framed: Site = { ...site, language };
    sendPage(response, renderFrame(framed, request.query.task === 'match' ? 'match' : 'chat'));
  });
  return router;
}

async function placeOf(
  request: Request,
  dependencies: Pick<ReadingDependencies, 'listCollections'>,
): Promise<{ collection: CollectionView; locale: Locale; query: Readonly<Record<string, string>> }> {
  const asked = request.query.coleccion;
  const id = asked === undefined ? undefined : readOr404(collectionIdSchema, asked);
  const collection = findCollection(await dependencies.listCollections(), id);
  const query: Readonly<Record<string, string>> = id === undefined ? {} : { coleccion: id };
  return { collection, query, locale: localeInAddress(request) };
}

function findCollection(collections: readonly CollectionView[], id: string | undefined): CollectionView {
  const found = id === undefined ? collections[0] : collections.find((one) => one.id === id);
  if (found === undefined) throw new AssistantError('not-found', 'There is no such collection');
  return found;
}

function localeInAddress(request: Request): Locale {
  return request.query.lang === 'en' ? 'en' : 'es';
}

function readOr404<Value>(schema: z.ZodType<Value>, raw: unknown): Value {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw new RequestProblem('not_found');
  return parsed.data;
}

/** Lets these origins show the page in a frame, which no other page of ours may be. */
function letFrame(response: Response, origins: readonly string[]): void {
  const policy = String(response.getHeader('content-security-policy') ?? '');
  const ancestors = ["'self'", ...origins].join(' ');
  response.set(
    'content-security-policy',
    policy.replace(/frame-ancestors [^;]*/, `frame-ancestors ${ancestors}`),
  );
  response.removeHeader('x-frame-options');
}

function sendPage(response: Response, page: string): void {
  response.set('cache-control', 'no-cache').type('html').send(page);
}
