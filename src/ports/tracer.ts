/** Names, numbers and flags. Nothing that a visitor wrote, and nothing that tells one visitor from another. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** `failure` is a code: messages may hold what somebody wrote. */
export type SpanOutcome = { readonly attributes?: SpanAttributes; readonly failure?: string };

/** A stretch of work whose time is told. */
export type Span = {
  /** Runs `work` inside: spans begun there, at once or after it waited, are within this one. */
  run<T>(work: () => T): T;
  /** A second time does nothing. */
  end(outcome?: SpanOutcome): void;
};

/** Tells a collector where the time of each answer goes. */
export type Tracer = {
  /** Begins a span within the one that this is called inside of; outside of any, a trace. */
  begin(name: string): Span;
  /** Sends what is left; gives up after two seconds. */
  close(): Promise<void>;
};
