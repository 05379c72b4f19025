const megabyte = 1_000_000;

/**
 * What one document may cost. A strategy of 150 pages holds about 400,000 characters and takes a tenth of these.
 * The character limit keeps the child's JSON below `maximumOutputBytes`: at most three bytes a character.
 */
export const readingLimits = {
  timeoutMs: 10_000,
  maximumMemoryBytes: 700 * megabyte,
  maximumFileBytes: 25 * megabyte,
  maximumOutputBytes: 10 * megabyte,
  maximumCharacters: 2_000_000,
  maximumPages: 2_000,
  maximumWarnings: 200,
  maximumInflatedBytes: 200 * megabyte,
  maximumZipEntries: 2_000,
  maximumElementDepth: 256,
} as const;
