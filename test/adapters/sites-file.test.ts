import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSecret } from '../../src/adapters/settings-files/secret-file.ts';
import { createSitesFile } from '../../src/adapters/settings-files/sites-file.ts';
import { openSqliteSiteUsage } from '../../src/adapters/sqlite/sqlite-site-usage.ts';
import { aSite } from '../support/in-memory-sites.ts';
import { type LogLine, rememberingLogger } from '../support/running-app.ts';

let folder: string;
let lines: LogLine[];
const open = () => createSitesFile({ file: join(folder, 'sites.json'), logger: rememberingLogger(lines) });
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elqui-sites-'));
  lines = [];
});
afterEach(() => rm(folder, { recursive: true }));

describe('the file of sites', () => {
  it('allows nobody when there is none', async () => {
    expect(await open().list()).toEqual([]);
    expect(await open().find('muni')).toBeNull();
  });

  it('keeps what is saved, replaces by id, removes, and leaves no draft behind', async () => {
    const sites = open();
    await sites.save(aSite());
    await sites.save(aSite({ id: 'otro' }));
    await sites.save(aSite({ isPaused: true }));
    expect((await open().list()).map(({ id, isPaused }) => [id, isPaused])).toEqual([
      ['otro', false],
      ['muni', true],
    ]);
    expect(await sites.remove('otro')).toBe(true);
    expect(await sites.remove('otro')).toBe(false);
    expect(await readdir(folder)).toEqual(['sites.json']);
  });

  it('sees what another process saved', async () => {
    const service = open();
    expect(await service.find('muni')).toBeNull();
    await open().save(aSite());
    expect((await service.find('muni'))?.id).toBe('muni');
  });

  it.each([
    ['JSON cut short', '{"sites": [{'],
    ['an origin with a path', '{"sites": [{"id": "a1", "origins": ["https://a.cl/x"]}]}'],
    [
      'the same id twice',
      '{"sites": [{"id":"a1","origins":["https://a.cl"]},{"id":"a1","origins":["https://b.cl"]}]}',
    ],
    ['a word that nobody knows', '{"sites": [{"id":"a1","origins":["https://a.cl"],"admin":true}]}'],
  ])(
    'goes on with the sites it knew when a hand leaves %s, says so, and writes nothing over it',
    async (_name, text) => {
      const sites = open();
      await sites.save(aSite());
      await sites.list();
      await writeFile(join(folder, 'sites.json'), text);
      expect((await sites.list()).map(({ id }) => id)).toEqual(['muni']);
      expect(lines.map(({ event }) => event)).toEqual(['sites-unusable']);
      await expect(sites.save(aSite({ id: 'otro' }))).rejects.toThrow('sites.json cannot be used');
      expect(await readFile(join(folder, 'sites.json'), 'utf8')).toBe(text);
    },
  );
});

describe('the secret', () => {
  it('is made once, for its owner only, and refused when it is cut short', async () => {
    const [one, other] = await Promise.all([readSecret(folder), readSecret(folder)]);
    expect(one.length).toBe(32);
    expect(other).toEqual(one);
    expect(await readSecret(folder)).toEqual(one);
    expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['secret']);
    await writeFile(join(folder, 'secret'), 'short');
    await expect(readSecret(folder)).rejects.toThrow('is not whole');
  });
});

describe('the count of answers', () => {
  const clock = { now: () => new Date('2031-04-28T12:00:00Z') };

  it('stops at the limit of the day, by site, also after a restart', async () => {
    const usage = await openSqliteSiteUsage({ folder, clock });
    const take = async (site: string, day: string) => await usage.take(site, day, 2);
    expect([
      await take('a', '2031-04-27'),
      await take('a', '2031-04-27'),
      await take('a', '2031-04-27'),
    ]).toEqual([...[true, true, false]]);
    expect([await take('b', '2031-04-27'), await take('a', '2031-04-28')]).toEqual([true, true]);
    await usage.close();
    const again = await openSqliteSiteUsage({ folder, clock });
    expect(await again.take('a', '2031-04-27', 2)).toBe(false);
    expect(await again.countOf('a', '2031-04-27')).toBe(2);
    expect(await again.take('a', '2031-04-27', 3)).toBe(true);
    await again.close();
  });

  it('is forgotten when no budget can be about it any more', async () => {
    let now = clock.now();
    const usage = await openSqliteSiteUsage({ folder, clock: { now: () => now } });
    await usage.take('a', '2031-04-27', 9);
    expect(await usage.forgetExpired()).toBe(0);
    now = new Date('2032-07-01T12:00:00Z');
    expect(await usage.forgetExpired()).toBe(1);
    expect(await usage.countOf('a', '2031-04-27')).toBe(0);
    await usage.close();
  });
});
