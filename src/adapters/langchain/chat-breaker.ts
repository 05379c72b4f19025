import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { ChatFailure } from './chat-failure.ts';

const FAILURES_IN_A_ROW = 5;
const TRY_AGAIN_AFTER_MS = 20_000;

export type ChatBreaker = {
  /** Lets an attempt through; tell the outcome once. @throws {ChatFailure} at once while the server is known to fail. */
  enter(): Promise<(outcome: { readonly failure: ChatFailure | null }) => void>;
};

/** After five failures in a row nobody waits for the server any more; every 20 s one attempt finds out whether it is back. */
export function createChatBreaker(
  options: { readonly failures?: number; readonly tryAgainAfterMs?: number } = {},
): ChatBreaker {
  // A request that the server rejects says nothing of the server.
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof ChatFailure && error.kind !== 'rejected'),
    {
      halfOpenAfter: options.tryAgainAfterMs ?? TRY_AGAIN_AFTER_MS,
      breaker: new ConsecutiveBreaker(options.failures ?? FAILURES_IN_A_ROW),
    },
  );
  const isClosedToAll = () => new ChatFailure('unusable', 'the server failed again and again: not asked');

  return {
    async enter() {
      // While one attempt finds out, the others would have to wait for its end.
      if (breaker.state === CircuitState.HalfOpen) throw isClosedToAll();
      let settle: (failure: ChatFailure | null) => void = () => {};
      const outcome = new Promise<void>((resolve, reject) => {
        settle = (failure) => (failure === null ? resolve() : reject(failure));
      });
      outcome.catch(() => undefined);
      await new Promise<void>((resolve, reject) => {
        breaker
          .execute(() => {
            resolve();
            return outcome;
          })
          .catch(() => reject(isClosedToAll()));
      });
      return ({ failure }) => settle(failure);
    },
  };
}
