import express, { Router } from 'express';

/** Addresses that the page itself answers: it reads its own address and shows what that names. */
const pagePaths = ['/', '/pasaje/:id'];

/** Serves the built page. Its files carry a hash of their content in their names, so they never change. */
export function createWebPage(webDirectory: string): Router {
  const router = Router();
  router.use(
    '/assets',
    express.static(`${webDirectory}/assets`, {
      ...{ immutable: true, maxAge: '1y', index: false, redirect: false, fallthrough: true },
    }),
  );
  router.get(pagePaths, (_request, response, next) => {
    response.set('cache-control', 'no-cache');
    response.sendFile('index.html', { root: webDirectory, cacheControl: false }, (error) => {
      if (error !== undefined && error !== null && !response.headersSent) next(error);
    });
  });
  return router;
}
