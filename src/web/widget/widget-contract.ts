/** What the loader hands to the panel's code, and what it gets back. */
export type PanelSetup = {
  readonly host: HTMLElement;
  readonly shadow: ShadowRoot;
  /** Where the service is: `https://host` or `https://host/folder`. */
  readonly server: string;
  readonly emit: (name: WidgetEvent, detail?: unknown) => void;
  /** The visitor wants to close it. */
  readonly close: () => void;
};

export type MountedPanel = {
  show(options: { readonly focus: boolean }): void;
  hide(): void;
  /** Writes a question; `submit` sends it too. */
  write(text: string, options: { readonly submit: boolean }): void;
  clear(): void;
  /** An attribute of the host has changed. */
  update(): void;
  destroy(): void;
};

export type PanelModule = { mountPanel(setup: PanelSetup): MountedPanel };

export type WidgetEvent =
  | 'ready'
  | 'open'
  | 'close'
  | 'question'
  | 'answer'
  | 'refusal'
  | 'source-click'
  | 'feedback'
  | 'match'
  | 'error';

/** What `Elqui('open', …)` takes. */
export type OpenOptions = {
  readonly query?: string;
  readonly submit?: boolean;
  readonly task?: 'chat' | 'match';
  readonly focus?: boolean;
};
