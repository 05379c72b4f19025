import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chatReplySchema } from '../../../src/domain/answer.ts';
import { challengeViewSchema, passageViewSchema } from '../../../src/domain/corpus-views.ts';
import { matchReportSchema } from '../../../src/domain/match-report.ts';
import { isAllowedOrigin, readOrigin, siteSchema } from '../../../src/domain/site.ts';
import { problemSchema } from '../../../src/http/problem.ts';
import { createSiteIds } from '../../../src/http/widget/site-ids.ts';
import { createTickets } from '../../../src/http/widget/tickets.ts';
import { anAnswer, eventsOf, started } from '../../support/fake-app-dependencies.ts';
import { aSite, aWidget } from '../../support/in-memory-sites.ts';
import { type RunningApp, startApp } from '../../support/running-app.ts';

const muni = 'https://www.muni.cl';

/** Everything that a header may hold and that is not exactly the origin of the site. */
const tricks: readonly (readonly [name: string, origin: string | undefined])[] = [
  ['no origin', undefined],
  ['an empty one', ''],
  ['null, from sandboxes and files', 'null'],
  ['a file', 'file://'],
  ['another site', 'https://evil.test'],
  ['its name as a subdomain of another', 'https://www.muni.cl.evil.test'],
  ['its name with a tail', 'https://www.muni.clevil.test'],
  ['its name behind a head', 'https://evilwww.muni.cl'],
  ['a sibling subdomain', 'https://otro.muni.cl'],
  ['a subdomain below it', 'https://a.www.muni.cl'],
  ['its parent domain', 'https://muni.cl'],
  ['its name as a user', 'https://www.muni.cl@evil.test'],
  ['its name as a password', 'https://user:www.muni.cl@evil.test'],
  ['http for https', 'http://www.muni.cl'],
  ['another scheme', 'ftp://www.muni.cl'],
  ['a socket scheme', 'wss://www.muni.cl'],
  ['an extension', 'chrome-extension://www.muni.cl'],
  ['another port', 'https://www.muni.cl:8443'],
  ['the http port', 'https://www.muni.cl:80'],
  ['its default port, which browsers leave out', 'https://www.muni.cl:443'],
  ['upper case', 'https://WWW.MUNI.CL'],
  ['an upper case scheme', 'HTTPS://www.muni.cl'],
  ['a trailing dot', 'https://www.muni.cl.'],
  ['a trailing slash', 'https://www.muni.cl/'],
  ['a path', 'https://www.muni.cl/x'],
  ['a query', 'https://www.muni.cl?x'],
  ['a fragment', 'https://www.muni.cl#x'],
  ['a backslash', 'https://www.muni.cl\\.evil.test'],
  ['a percent sign', 'https://www.muni.cl%2eevil.test'],
  ['two origins', 'https://www.muni.cl https://evil.test'],
  ['two origins with a comma', 'https://www.muni.cl, https://evil.test'],
  ['the other way round', 'https://evil.test, https://www.muni.cl'],
  ['a twin in punycode', 'https://xn--www-muni-cl.cl'],
  ['a wildcard', 'https://*.muni.cl'],
  ['the wildcard alone', '*'],
  ['no scheme', 'www.muni.cl'],
  ['no scheme but slashes', '//www.muni.cl'],
  ['blob', 'blob:https://www.muni.cl'],
  ['localhost', 'http://localhost:3000'],
];

describe('an origin', () => {
  it.each(tricks)('is refused: %s', (_name, origin) => {
    expect(isAllowedOrigin(origin, [muni])).toBe(false);
  });

  it('is allowed when it is the very one, and only then', () => {
    expect(isAllowedOrigin(muni, [muni])).toBe(true);
    expect(isAllowedOrigin(muni, [])).toBe(false);
    expect(isAllowedOrigin('null', ['null'])).toBe(false);
  });

  it.each([
    ['https://WWW.Muni.cl/', 'https://www.muni.cl'],
    ['https://www.muni.cl:443', 'https://www.muni.cl'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['https://ñuñoa.cl', 'https://xn--uoa-7mab.cl'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('is written in a list as browsers write it: %s', (text, origin) => {
    expect(siteSchema.shape.origins.parse([text])[0]).toBe(readOrigin(text));
    if (!text.includes('ñ')) expect(readOrigin(text)).toBe(origin);
    else expect(readOrigin(text)).toMatch(/^https:\/\/xn--/);
  });

  it.each([
    '*',
    'https://*.muni.cl',
    'null',
    'muni.cl',
    'https://muni.cl/x',
    'https://muni.cl?x',
    'https://a@muni.cl',
    'https://muni.cl;script-src',
    'https://muni.cl, https://evil.test',
    'javascript:alert(1)',
    'https://',
    '',
  ])('cannot be listed: %s', (text) => {
    expect(readOrigin(text)).toBeNull();
    expect(siteSchema.safeParse({ id: 'muni', origins: [text] }).success).toBe(false);
  });
});

describe('a ticket', () => {
  let now = new Date('2031-04-27T12:00:00Z');
  const key = Buffer.alloc(32, 1);
  const tickets = createTickets({ key, now: () => now });
  const later = (seconds: number) => new Date(Date.parse('2031-04-27T12:00:00Z') + seconds * 1000);
  beforeEach(() => {
    now = later(0);
  });
  const ticket = () => tickets.issue({ site: 'muni', session: 'a' }, muni);

  it('is good for its site and origin, for a minute', () => {
    const issued = ticket();
    expect(tickets.check(issued, muni)).toEqual({ site: 'muni', session: 'a' });
    now = later(60);
    expect(tickets.check(issued, muni)).not.toBeNull();
    now = later(61);
    expect(tickets.check(issued, muni)).toBeNull();
  });

  it.each([
    ['another origin', (issued: string) => [issued, 'https://evil.test']],
    ['another site put in', (issued: string) => [issued.replace('muni', 'otro'), muni]],
    ['another session put in', (issued: string) => [issued.replace('.a.', '.b.'), muni]],
    ['a later expiry', (issued: string) => [issued.replace(/\.a\.(\w+)\./, '.a.zzzzzzzz.'), muni]],
    ['a signature cut short', (issued: string) => [issued.slice(0, -1), muni]],
    ['a signature made longer', (issued: string) => [`${issued}A`, muni]],
    ['no signature', (issued: string) => [issued.slice(0, issued.lastIndexOf('.') + 1), muni]],
    ['one part more', (issued: string) => [`${issued}.x`, muni]],
    ['nothing', () => ['', muni]],
    ['only dots', () => ['...', muni]],
    [
      'the key of another',
      () => [
        createTickets({ key: Buffer.alloc(32, 2), now: () => now }).issue(
          { site: 'muni', session: 'a' },
          muni,
        ),
        muni,
      ],
    ],
    ['an id in its place', () => [createSiteIds(key).seal('muni', 'a'), muni]],
  ])('is refused with %s', (_name, forge) => {
    const [forged = '', origin = ''] = forge(ticket());
    expect(tickets.check(forged, origin)).toBeNull();
  });

  it('carries its session on, of the same site and origin only, even when it has expired', () => {
    const issued = ticket();
    now = later(600);
    expect(tickets.sessionOf(issued, { site: 'muni', origin: muni })).toBe('a');
    expect(tickets.sessionOf(issued, { site: 'otro', origin: muni })).toBeNull();
    expect(tickets.sessionOf(issued, { site: 'muni', origin: 'https://evil.test' })).toBeNull();
  });
});

describe('an id that a site is given', () => {
  it('opens at that site and nowhere else', () => {
    const ids = createSiteIds(Buffer.alloc(32, 1));
    const sealed = ids.seal('muni', 'conversation-1');
    expect(ids.open('muni', sealed)).toBe('conversation-1');
    expect(ids.open('otro', sealed)).toBeNull();
    expect(ids.open('muni', 'conversation-1')).toBeNull();
    expect(ids.open('muni', `conversation-2${sealed.slice('conversation-1'.length)}`)).toBeNull();
    expect(ids.open('muni', '')).toBeNull();
  });
});

describe('the widget over HTTP', () => {
  const otro = 'https://otro.cl';
  const widget = aWidget([
    aSite({ suggestions: ['¿Cuáles son los desafíos?'] }),
    aSite({ id: 'otro', origins: [otro], dailyAnswers: 2 }),
    aSite({ id: 'en-pausa', origins: [muni], isPaused: true }),
  ]);
  const received: unknown[] = [];
  const rated: string[] = [];
  const forgotten: string[] = [];
  let app: RunningApp;

  beforeAll(async () => {
    app = await startApp(
      {
        startAnswer: async (request) => {
          received.push(request);
          return started(eventsOf(anAnswer()));
        },
        recordFeedback: async ({ messageId }) => {
          rated.push(messageId);
        },
        forgetConversation: async (id) => {
          forgotten.push(id);
          return true;
        },
      },
      { widget },
    );
  });
  afterAll(() => app.close());

  type Sent = {
    origin?: string | undefined;
    ticket?: string;
    headers?: Record<string, string>;
    method?: string;
  };

  function send(
    path: string,
    body: unknown,
    { origin, ticket, headers, method }: Sent = {},
  ): Promise<Response> {
    return fetch(`${app.url}/widget/v1${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(origin !== undefined && { origin }),
        ...(ticket !== undefined && { 'x-elqui-ticket': ticket }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  async function ticketFor(siteId: string, origin: string): Promise<string> {
    const reply = await send('/ticket', { siteId }, { origin });
    expect(reply.status).toBe(200);
    return ((await reply.json()) as { ticket: string }).ticket;
  }

  async function codeOf(response: Response): Promise<string> {
    return problemSchema.parse(await response.json()).code;
  }

  const routes: readonly (readonly [path: string, body: unknown])[] = [
    ['/chat', { message: 'agua' }],
    ['/match', { idea: 'Atrapanieblas para treinta familias' }],
    ['/feedback', { messageId: 'x', rating: 'up' }],
    ['/forget', { conversationId: 'x' }],
    ['/passages/valle-anta-2031.d1.q1', undefined],
    ['/challenges', undefined],
  ];

  it('gives a page of the site a ticket, and says how the site looks', async () => {
    const reply = await send('/ticket', { siteId: 'muni' }, { origin: muni });
    expect(reply.headers.get('access-control-allow-origin')).toBe(muni);
    expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
    expect(reply.headers.get('vary')?.toLowerCase()).toContain('origin');
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(await reply.json()).toMatchObject({
      expiresInSeconds: 60,
      site: { id: 'muni', language: 'es', suggestions: ['¿Cuáles son los desafíos?'], retentionDays: 30 },
    });
  });

  it.each(tricks.filter(([, origin]) => origin === undefined || !/[^\x20-\x7e]/.test(origin)))(
    'refuses every route to a page with %s, even with a good ticket',
    async (_name, origin) => {
      const ticket = await ticketFor('muni', muni);
      const replies = await Promise.all([
        send('/ticket', { siteId: 'muni' }, { origin }),
        ...routes.map(([path, body]) => send(path, body, { origin, ticket })),
      ]);
      expect(replies.map((reply) => reply.status)).toEqual(Array(7).fill(403));
      for (const reply of replies) {
        expect(reply.headers.get('access-control-allow-origin')).toBeNull();
        expect(reply.headers.get('vary')?.toLowerCase()).toContain('origin');
      }
    },
  );

  it('refuses every route without a ticket, with a forged one, and with one of another site or origin', async () => {
    const good = await ticketFor('muni', muni);
    const others = await ticketFor('otro', otro);
    for (const [path, body] of routes) {
      expect((await send(path, body, { origin: muni })).status).toBe(401);
      expect((await send(path, body, { origin: muni, ticket: `${good}x` })).status).toBe(401);
      expect((await send(path, body, { origin: muni, ticket: others })).status).toBe(401);
      expect((await send(path, body, { origin: otro, ticket: good })).status).toBe(401);
    }
  });

  it('refuses an expired ticket with words that the page may read, and renews it', async () => {
    const old = await ticketFor('muni', muni);
    widget.setTime('2031-04-27T12:01:01Z');
    const refused = await send('/challenges', undefined, { origin: muni, ticket: old });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe(muni);
    expect(await codeOf(refused)).toBe('ticket_refused');
    const renewed = (await (
      await send('/ticket', { siteId: 'muni' }, { origin: muni, ticket: old })
    ).json()) as {
      ticket: string;
    };
    expect(renewed.ticket.split('.')[1]).toBe(old.split('.')[1]);
    expect((await send('/challenges', undefined, { origin: muni, ticket: renewed.ticket })).status).toBe(200);
  });

  it('refuses at once what is removed or moved, whatever tickets are out', async () => {
    await widget.sites.save(aSite({ id: 'breve', origins: ['https://breve.cl'] }));
    const origin = 'https://breve.cl';
    const ticket = await ticketFor('breve', origin);
    await widget.sites.remove('breve');
    expect((await send('/challenges', undefined, { origin, ticket })).status).toBe(403);
  });

  it('answers a preflight of a known origin with what is allowed, and no other', async () => {
    const ask = (origin: string) =>
      send('/chat', undefined, {
        origin,
        method: 'OPTIONS',
        headers: {
          'access-control-request-method': 'DELETE',
          'access-control-request-headers': 'x-evil, content-type',
        },
      });
    const known = await ask(muni);
    expect(known.status).toBe(204);
    expect(known.headers.get('access-control-allow-methods')).toBe('POST');
    expect(known.headers.get('access-control-allow-headers')).toBe('content-type, x-elqui-ticket');
    const unknown = await ask('https://evil.test');
    expect(unknown.status).toBe(403);
    expect(unknown.headers.get('access-control-allow-methods')).toBeNull();
  });

  it('answers, judges, shows, rates and forgets for the site, with ids that are only its own', async () => {
    const ticket = await ticketFor('muni', muni);
    const as = { origin: muni, ticket };
    const reply = chatReplySchema.parse(await (await send('/chat', { message: 'agua' }, as)).json());
    expect(received.at(-1)).toMatchObject({ message: 'agua', retentionDays: 30 });
    expect(reply.conversationId).toMatch(/^conversation-1\./);
    await send('/chat', { message: 'y', conversationId: reply.conversationId }, as);
    expect(received.at(-1)).toMatchObject({ conversationId: 'conversation-1' });
    expect((await send('/feedback', { messageId: reply.messageId, rating: 'up' }, as)).status).toBe(201);
    expect(rated).toEqual(['message-1']);
    const match = await send('/match', { idea: 'Atrapanieblas para treinta familias' }, as);
    matchReportSchema.parse(await match.json());
    const passage = await send('/passages/valle-anta-2031.d1.q1', undefined, as);
    passageViewSchema.parse(await passage.json());
    const challenges = await send('/challenges', undefined, as);
    expect(challengeViewSchema.array().parse(await challenges.json())).toHaveLength(3);
    const forget = await send('/forget', { conversationId: reply.conversationId }, as);
    expect([forget.status, forgotten]).toEqual([200, ['conversation-1']]);
    const asOtro = { origin: otro, ticket: await ticketFor('otro', otro) };
    expect((await send('/feedback', { messageId: reply.messageId, rating: 'down' }, asOtro)).status).toBe(
      404,
    );
    expect((await send('/forget', { conversationId: reply.conversationId }, asOtro)).status).toBe(404);
    await send('/chat', { message: 'y', conversationId: reply.conversationId }, asOtro);
    expect(received.at(-1)).toMatchObject({ conversationId: undefined });
    expect(rated).toHaveLength(1);
  });

  it('streams, without buffers between', async () => {
    const ticket = await ticketFor('muni', muni);
    const headers = { accept: 'text/event-stream' };
    const reply = await send('/chat', { message: 'agua' }, { origin: muni, ticket, headers });
    expect(reply.headers.get('x-accel-buffering')).toBe('no');
    expect(reply.headers.get('access-control-allow-origin')).toBe(muni);
    expect(await reply.text()).toContain('event: done');
  });

  it.each(['prompt', 'model', 'temperature', 'collection', 'history', 'system', 'site'])(
    'takes no %s from a page',
    async (name) => {
      const ticket = await ticketFor('muni', muni);
      const reply = await send('/chat', { message: 'a', [name]: 'x' }, { origin: muni, ticket });
      expect(reply.status).toBe(422);
    },
  );

  it('stops at the budget of the day with a kind sentence and a wait, and begins again the next day', async () => {
    widget.setTime('2031-05-02T23:00:00Z');
    const as = async () => ({ origin: otro, ticket: await ticketFor('otro', otro) });
    for (let count = 0; count < 2; count += 1) await send('/chat', { message: 'a' }, await as());
    // What does not pass the schema costs nothing; what would be answered is over.
    expect((await send('/chat', { message: '' }, await as())).status).toBe(422);
    const over = await send('/chat', { message: 'a' }, await as());
    expect([over.status, over.headers.get('retry-after')]).toEqual([429, '3600']);
    expect(over.headers.get('access-control-expose-headers')).toContain('retry-after');
    const problem = problemSchema.parse(await over.json());
    expect(problem.detail).toContain('para hoy');
    expect((await send('/match', { idea: 'Atrapanieblas para treinta familias' }, await as())).status).toBe(
      429,
    );
    widget.setTime('2031-05-03T00:00:01Z');
    expect((await send('/chat', { message: 'a' }, await as())).status).toBe(200);
  });

  it('says of a paused site that it is paused', async () => {
    const reply = await send('/ticket', { siteId: 'en-pausa' }, { origin: muni });
    expect([reply.status, await codeOf(reply)]).toEqual([403, 'site_paused']);
  });

  it('tells an unknown site and a foreign one apart to nobody', async () => {
    const unknown = await send('/ticket', { siteId: 'nadie' }, { origin: muni });
    const foreign = await send('/ticket', { siteId: 'otro' }, { origin: muni });
    expect([await codeOf(unknown), await codeOf(foreign)]).toEqual(['foreign_origin', 'foreign_origin']);
  });

  it('lets its own pages try it, and no other page use the site of the trial', async () => {
    const own = { 'sec-fetch-site': 'same-origin' };
    const reply = await send('/ticket', { siteId: 'vista-previa' }, { headers: own });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
    const { ticket } = (await reply.json()) as { ticket: string };
    expect((await send('/challenges', undefined, { headers: own, ticket })).status).toBe(200);
    expect((await send('/challenges', undefined, { origin: muni, ticket })).status).toBe(401);
    expect((await send('/ticket', { siteId: 'vista-previa' }, { origin: muni })).status).toBe(403);
    expect((await send('/ticket', { siteId: 'vista-previa' }, { origin: 'http://localhost' })).status).toBe(
      403,
    );
  });
});

describe('the limits of the widget', () => {
  it('hold for an address, a session and behind forged headers, and say when to come back', async () => {
    const app = await startApp(
      {},
      { widget: aWidget(), rateLimits: { answersPerMinute: 20, readsPerMinute: 300 } },
    );
    const post = (path: string, body: unknown, headers: Record<string, string>) =>
      fetch(`${app.url}/widget/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: muni, ...headers },
        body: JSON.stringify(body),
      });
    const newTicket = async () =>
      ((await (await post('/ticket', { siteId: 'muni' }, {})).json()) as { ticket: string }).ticket;
    const ask = (ticket: string, at: number) =>
      post('/chat', { message: 'a' }, { 'x-elqui-ticket': ticket, 'x-forwarded-for': `203.0.113.${at}` });
    const ticket = await newTicket();
    const statuses: number[] = [];
    for (let at = 0; at < 16; at += 1) statuses.push((await ask(ticket, at)).status);
    expect(statuses).toEqual([...Array(15).fill(200), 429]);
    const another = await newTicket();
    for (let at = 0; at < 4; at += 1) expect((await ask(another, at)).status).toBe(200);
    const refused = await ask(another, 99);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('access-control-allow-origin')).toBe(muni);
    expect(problemSchema.parse(await refused.json()).detail).toContain('Espera un momento');
    await app.close();
  });
});

describe('the first-party API', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  const post = (headers: Record<string, string>) =>
    fetch(`${app.url}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"message":"agua"}',
    });

  it('answers programs and its own pages, also behind a proxy that changes the host', async () => {
    expect((await post({})).status).toBe(200);
    expect((await post({ origin: app.url })).status).toBe(200);
    expect((await post({ 'sec-fetch-site': 'same-origin', origin: 'https://elqui.cl' })).status).toBe(200);
  });

  it.each<[string, Record<string, string>]>([
    ['another origin', { origin: 'https://evil.test' }],
    ['null', { origin: 'null' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['a look-alike', { origin: 'http://127.0.0.1.evil.test' }],
    ['another site, as its browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling, as its browser says', { 'sec-fetch-site': 'same-site', origin: 'http://x' }],
  ])('refuses pages of %s', async (_name, headers) => {
    const reply = await post(headers);
    expect(reply.status).toBe(403);
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
  });
});
