/** The present, asked for so that tests can set it. */
export type Clock = { now(): Date };
