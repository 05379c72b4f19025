import express, { Router } from 'express';

/** Which built page answers at which address. */
const pages: Readonly<Record<string, string>> = {
  '/': 'index.html',
  '/asesor': 'asesor.html',
  '/widget': 'widget.html',
};

/** Serves the built pages. Their files carry a hash of their content in their names, so they never change. */
export function createWebPage(webDirectory: string): Router {
  const router = Router();
  router.use(
    '/assets',
    express.static(`${webDirectory}/assets`, {
      ...{ immutable: true, maxAge: '1y', index: false, redirect: false, fallthrough: true },
    }),
  );
  router.use('/reading', express.static(`${webDirectory}/reading`, { index: false, redirect: false }));
  for (const [path, file] of Object.entries(pages)) {
    router.get(path, (_request, response, next) => {
      response.set('cache-control', 'no-cache');
      response.sendFile(file, { root: webDirectory, cacheControl: false }, (error) => {
        if (error !== undefined && error !== null && !response.headersSent) next(error);
      });
    });
  }
  return router;
}
