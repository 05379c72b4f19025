import { z } from 'zod';

/** A table of numbers, one byte each: value = byte x its row's scale. Small enough to live inside JSON. */
export const packedTableSchema = z.strictObject({
  rows: z.int().min(0),
  columns: z.int().min(0),
  scales: z.string(),
  bytes: z.string(),
});
export type PackedTable = z.infer<typeof packedTableSchema>;

const CHUNK = 0x8000;

export function packTable(values: Float64Array, rows: number, columns: number): PackedTable {
  const scales = new Float32Array(rows);
  const bytes = new Int8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const slice = values.subarray(row * columns, (row + 1) * columns);
    const largest = slice.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    scales[row] = largest / 127;
    const scale = scales[row] || 1;
    slice.forEach((value, column) => {
      bytes[row * columns + column] = Math.round(value / scale);
    });
  }
  return { rows, columns, scales: packFloats(scales), bytes: toBase64(new Uint8Array(bytes.buffer)) };
}

export function unpackTable(table: PackedTable): Float32Array {
  const scales = unpackFloats(table.scales);
  const bytes = new Int8Array(fromBase64(table.bytes).buffer);
  if (scales.length !== table.rows || bytes.length !== table.rows * table.columns) {
    throw new RangeError(
      `Packed table says ${table.rows} x ${table.columns} but holds ${bytes.length} values`,
    );
  }
  const values = new Float32Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) {
    values[at] = (bytes[at] ?? 0) * (scales[Math.floor(at / table.columns)] ?? 0);
  }
  return values;
}

export function packFloats(values: Float32Array): string {
  return toBase64(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

export function unpackFloats(packed: string): Float32Array {
  const bytes = fromBase64(packed);
  return new Float32Array(bytes.buffer, 0, bytes.length >> 2);
}

/** Whole numbers from 0 to 65,535. */
export function packShorts(values: Uint16Array): string {
  return toBase64(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

export function unpackShorts(packed: string): Uint16Array {
  const bytes = fromBase64(packed);
  return new Uint16Array(bytes.buffer, 0, bytes.length >> 1);
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}

function fromBase64(packed: string): Uint8Array<ArrayBuffer> {
  const binary = atob(packed);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
