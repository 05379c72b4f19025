import { type ChildProcess, spawn } from 'node:child_process';

export type RunningService = { readonly url: string; readonly process: ChildProcess };

/** The whole service in a process of its own, on a free port. Who starts it ends it. */
export async function startService(
  environment: Readonly<Record<string, string>>,
  onStarted: (process: ChildProcess) => void = () => undefined,
): Promise<RunningService> {
  const started = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'silent', RATE_LIMIT: 'off', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onStarted(started);
  for await (const chunk of started.stdout ?? []) {
    const [url] = /http:\/\/\S+/.exec(String(chunk)) ?? [];
    if (url) return { url, process: started };
  }
  throw new Error('The service ended before it was ready');
}
