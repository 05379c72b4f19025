/** A program that may use the interface for other programs. */
export type Client = { readonly id: string; readonly name: string; readonly createdAt: string };

/** Keys of other programs. Only their hashes are kept; what another process changed is seen without a restart. */
export type ClientKeys = {
  find(key: string): Promise<Client | null>;
  list(): Promise<readonly Client[]>;
  /** The key is told this once. */
  add(name: string): Promise<{ readonly client: Client; readonly key: string }>;
  /** False when there was none of this id. */
  remove(id: string): Promise<boolean>;
};
