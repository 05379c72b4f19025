import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { type RequestHandler, Router } from 'express';
import { describeApi } from './describe-api.ts';
import type { Operation } from './operation.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

// The viewer writes its own styles and HTML, so its pages alone are let off the stricter policy.
const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Elqui: API</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/docs/files/swagger-ui.css"></head>
<body><div id="api"></div><script src="/docs/files/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`;
const START =
  "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null });\n";
const FILES = new Set(['/swagger-ui.css', '/swagger-ui-bundle.js']);

/** `GET /openapi.json`, and `GET /docs`, where it can be read without any other machine. */
export function createApiDocs(
  operations: readonly Operation[],
  server: { readonly publicUrl: string },
): Router {
  let document: string | null = null;
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    document ??= JSON.stringify(describeApi(operations, server));
    response.type('application/json').set('cache-control', 'no-cache').send(document);
  });
  router.use('/docs', allowViewer);
  router.get('/docs', (_request, response) => {
    response.type('html').send(PAGE);
  });
  router.get('/docs/start.js', (_request, response) => {
    response.type('text/javascript').send(START);
  });
  router.use(
    '/docs/files',
    onlyKnownFiles,
    express.static(viewerFolder(), { index: false, redirect: false }),
  );
  return router;
}

const allowViewer: RequestHandler = (_request, response, next) => {
  response.set('content-security-policy', POLICY);
  next();
};

const onlyKnownFiles: RequestHandler = (request, _response, next) => {
  if (FILES.has(request.path)) next();
  else next('router');
};

function viewerFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}
