import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packFloats, packTable, unpackFloats, unpackTable } from '../../src/learning/packed-numbers.ts';

describe('packed numbers', () => {
  it('come back within one part in two hundred of the largest of their row', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 6, maxLength: 60 }),
        (values) => {
          const columns = 3;
          const rows = Math.floor(values.length / columns);
          const table = Float64Array.from(values.slice(0, rows * columns));
          const back = unpackTable(packTable(table, rows, columns));
          for (let row = 0; row < rows; row++) {
            const slice = [...table.subarray(row * columns, (row + 1) * columns)];
            const largest = Math.max(...slice.map(Math.abs));
            slice.forEach((value, column) => {
              expect(Math.abs(value - (back[row * columns + column] ?? Number.NaN))).toBeLessThanOrEqual(
                largest / 200 + 1e-30,
              );
            });
          }
        },
      ),
    );
  });

  it('keep floats exactly', () => {
    const floats = Float32Array.from([0, -1.5, 3.25e-8, 1e30]);
    expect(unpackFloats(packFloats(floats))).toEqual(floats);
  });

  it('are refused when bytes are missing', () => {
    const table = packTable(Float64Array.from([1, 2, 3, 4]), 2, 2);
    expect(() => unpackTable({ ...table, rows: 3 })).toThrow(/Packed table says 3 x 2/);
  });
});
