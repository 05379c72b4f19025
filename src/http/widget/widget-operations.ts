import { z } from 'zod';
import { chatReplySchema } from '../../domain/answer.ts';
import { localeSchema } from '../../domain/collection.ts';
import { challengeViewSchema, passageViewSchema } from '../../domain/corpus-views.ts';
import { AssistantError } from '../../domain/errors.ts';
import { matchReportSchema } from '../../domain/match-report.ts';
import { type Site, siteSchema } from '../../domain/site.ts';
import type { SiteUsage } from '../../ports/site-usage.ts';
import type { AppDependencies, StartedAnswer } from '../app-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';
import type { SendAnswer } from '../routes/answer-message.ts';
import { opaqueIdSchema } from '../routes/ids.ts';
import { visitorText } from '../visitor-text.ts';
import type { SiteIds } from './site-ids.ts';
import { ticketLifetimeMs } from './tickets.ts';
import type { Visit, WidgetAccess } from './widget-access.ts';
import { spendBudget } from './widget-limits.ts';

export type WidgetWork = {
  readonly dependencies: AppDependencies;
  readonly access: WidgetAccess;
  readonly siteIds: SiteIds;
  readonly usage: SiteUsage;
  readonly now: () => Date;
  readonly sendAnswer: SendAnswer;
};

/** Ids with a site's signature behind them. */
const sealedIdSchema = z.string().regex(/^[\w.:-]{1,300}$/);
const refusalsWithoutTicket = [400, 403, 413, 415, 422, 503] as const;
const refusals = [401, ...refusalsWithoutTicket] as const;

/** What the widget asks of us, every operation under `/widget/v1`. None takes a collection, a prompt or a model: the site decides. */
export function createWidgetOperations(work: WidgetWork): readonly Operation[] {
  return [
    issueTicketRoute(work),
    answerVisitorRoute(work),
    matchVisitorIdeaRoute(work),
    rateAnswerRoute(work),
    forgetConversationRoute(work),
    showPassageRoute(work),
    listSiteChallengesRoute(work),
  ];
}

const ticketReplySchema = z.strictObject({
  ticket: z.string(),
  expiresInSeconds: z.int(),
  site: z.strictObject({
    ...siteSchema.pick({ id: true, theme: true, language: true, greeting: true }).shape,
    suggestions: z.array(z.string()),
    retentionDays: z.int(),
    title: z.strictObject({ es: z.string(), en: z.string() }),
  }),
});

/** `POST /widget/v1/ticket`: to pages of the site's origins only. */
function issueTicketRoute({ access, dependencies }: WidgetWork): Operation {
  return defineOperation({
    id: 'issueTicket',
    method: 'post',
    path: '/widget/v1/ticket',
    summary: 'Gives a page of an allowed origin a ticket for a minute, and how the site looks and speaks.',
    cost: 'read',
    request: { body: z.strictObject({ siteId: siteSchema.shape.id }) },
    reply: { status: 200, schema: ticketReplySchema },
    problems: refusalsWithoutTicket,
    async handle({ body }, { request, response }) {
      const site = await access.findSite(body.siteId, request);
      response.set('cache-control', 'no-store').json({
        ticket: access.issueTicket(site, request),
        expiresInSeconds: ticketLifetimeMs / 1000,
        site: await describeSite(site, dependencies),
      });
    },
  });
}

async function describeSite(site: Site, dependencies: Pick<AppDependencies, 'listCollections'>) {
  const { id, theme, language, greeting, suggestions, retentionDays } = site;
  const collections = await dependencies.listCollections();
  const shown = collections.find((one) => one.id === site.collection) ?? collections[0];
  if (shown === undefined) throw new AssistantError('index-unusable', 'There is no collection to show');
  return { id, theme, language, greeting, suggestions, retentionDays, title: shown.title };
}

/** `POST /widget/v1/chat`: as `/api/chat`, over the site's collection. */
function answerVisitorRoute(work: WidgetWork): Operation {
  const { access, dependencies, siteIds } = work;
  return defineOperation({
    id: 'answerVisitor',
    method: 'post',
    path: '/widget/v1/chat',
    summary: "Answers a visitor of a partner's site, as JSON or as server-sent events.",
    cost: 'answer',
    key: 'ticket',
    request: {
      body: z.strictObject({
        message: visitorText({ minimum: 1, maximum: 4000 }),
        conversationId: sealedIdSchema.optional(),
        locale: localeSchema.optional(),
      }),
    },
    reply: { status: 200, schema: chatReplySchema, streams: true },
    problems: refusals,
    async handle({ body }, exchange) {
      const { site } = access.visitOf(exchange.response);
      await spendBudget(site, work);
      const { message, locale } = body;
      // Another site's conversation is as unknown as an expired one: a new one begins, and nobody learns which it was.
      const conversationId = siteIds.open(site.id, body.conversationId ?? '') ?? undefined;
      const request = {
        message,
        locale,
        conversationId,
        ...corpusOf(site),
        retentionDays: site.retentionDays,
        site: site.id,
      };
      await work.sendAnswer(
        async (signal) => sealStarted(await dependencies.startAnswer(request, signal), { site, siteIds }),
        exchange,
      );
    },
  });
}

function sealStarted(
  started: StartedAnswer,
  { site, siteIds }: { readonly site: Site; readonly siteIds: SiteIds },
): StartedAnswer {
  return {
    ...started,
    conversationId: siteIds.seal(site.id, started.conversationId),
    messageId: siteIds.seal(site.id, started.messageId),
  };
}

/** `POST /widget/v1/match`: as `/api/match`, over the site's collection. */
function matchVisitorIdeaRoute(work: WidgetWork): Operation {
  return defineOperation({
    id: 'matchVisitorIdea',
    method: 'post',
    path: '/widget/v1/match',
    summary: "Judges the idea of a visitor of a partner's site.",
    cost: 'answer',
    key: 'ticket',
    request: {
      body: z.strictObject({
        idea: visitorText({ minimum: 20, maximum: 8000 }),
        locale: localeSchema.optional(),
      }),
    },
    reply: { status: 200, schema: matchReportSchema },
    problems: refusals,
    async handle({ body }, { response, signal }) {
      const { site } = work.access.visitOf(response);
      await spendBudget(site, work);
      response.json(await work.dependencies.matchIdea({ ...body, ...corpusOf(site), top: 3 }, signal));
    },
  });
}

/** `POST /widget/v1/feedback` */
function rateAnswerRoute({ access, dependencies, siteIds }: WidgetWork): Operation {
  return defineOperation({
    id: 'rateAnswer',
    method: 'post',
    path: '/widget/v1/feedback',
    summary: 'Rates an answer that was given at this site.',
    cost: 'read',
    key: 'ticket',
    request: {
      body: z.strictObject({
        messageId: sealedIdSchema,
        rating: z.enum(['up', 'down']),
        comment: visitorText({ minimum: 0, maximum: 2000 }).optional(),
      }),
    },
    reply: {
      status: 201,
      schema: z.strictObject({ messageId: z.string(), rating: z.enum(['up', 'down']) }),
    },
    problems: [...refusals, 404],
    async handle({ body }, { response }) {
      const { messageId, rating, comment } = body;
      const known = requireKnown(siteIds.open(access.visitOf(response).site.id, messageId));
      await dependencies.recordFeedback({ messageId: known, rating, comment: comment ?? null });
      response.status(201).json({ messageId, rating });
    },
  });
}

/** `POST /widget/v1/forget`: what the visitor's delete button asks for. */
function forgetConversationRoute({ access, dependencies, siteIds }: WidgetWork): Operation {
  return defineOperation({
    id: 'forgetConversation',
    method: 'post',
    path: '/widget/v1/forget',
    summary: 'Deletes a conversation of this site with its ratings.',
    cost: 'read',
    key: 'ticket',
    request: { body: z.strictObject({ conversationId: sealedIdSchema }) },
    reply: { status: 200, schema: z.strictObject({ forgotten: z.boolean() }) },
    problems: [...refusals, 404],
    async handle({ body }, { response }) {
      const known = requireKnown(siteIds.open(access.visitOf(response).site.id, body.conversationId));
      response.json({ forgotten: await dependencies.forgetConversation(known) });
    },
  });
}

/** `GET /widget/v1/passages/:id` */
function showPassageRoute({ access, dependencies }: WidgetWork): Operation {
  return defineOperation({
    id: 'showPassage',
    method: 'get',
    path: '/widget/v1/passages/:id',
    summary: "Shows a passage of the site's collection with the text around it.",
    cost: 'read',
    key: 'ticket',
    request: { params: z.strictObject({ id: opaqueIdSchema }) },
    reply: { status: 200, schema: passageViewSchema },
    problems: [...refusals, 404],
    async handle({ params }, { response }) {
      const passage = await dependencies.getPassage(params.id);
      const { collection } = await siteCorpus(access.visitOf(response), dependencies);
      if (passage.collection !== collection) requireKnown(null);
      response.json(passage);
    },
  });
}

/** `GET /widget/v1/challenges` */
function listSiteChallengesRoute({ access, dependencies }: WidgetWork): Operation {
  return defineOperation({
    id: 'listSiteChallenges',
    method: 'get',
    path: '/widget/v1/challenges',
    summary: "Lists the challenges of the site's collection.",
    cost: 'read',
    key: 'ticket',
    request: {},
    reply: { status: 200, schema: z.array(challengeViewSchema) },
    problems: refusals,
    async handle(_input, { response }) {
      const { site } = access.visitOf(response);
      response.json(await dependencies.listChallenges(site.collection ?? undefined));
    },
  });
}

function corpusOf(site: Site): { readonly collection?: string } {
  return site.collection === null ? {} : { collection: site.collection };
}

async function siteCorpus(
  { site }: Visit,
  dependencies: Pick<AppDependencies, 'listCollections'>,
): Promise<{ readonly collection: string | undefined }> {
  return { collection: site.collection ?? (await dependencies.listCollections())[0]?.id };
}

function requireKnown(id: string | null): string {
  if (id === null) throw new AssistantError('not-found', 'This site has no such thing');
  return id;
}
