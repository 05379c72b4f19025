import { z } from 'zod';

// C0 and C1 controls but tab, line feed and carriage return.
const controlCharacters = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

// With the u flag a pair counts as one character, so only halves match.
const loneSurrogate = /\p{Surrogate}/u;

/**
 * Text that a visitor wrote, its length counted without the blanks around it. NUL and lone surrogates are refused since
 * stores cannot keep them; other control characters become spaces. Nothing is cut or moved: offsets into the text as it
 * was received stay true.
 */
export function visitorText(bounds: { readonly minimum: number; readonly maximum: number }) {
  return z
    .string()
    .superRefine((text, context) => {
      const refuse = (rule: string, bound?: number) =>
        context.addIssue({ code: 'custom', params: { rule, bound } });
      const length = text.trim().length;
      if (length < bounds.minimum) refuse('too-short', bounds.minimum);
      if (length > bounds.maximum) refuse('too-long', bounds.maximum);
      if (text.includes('\u0000')) refuse('nul-character');
      if (loneSurrogate.test(text)) refuse('lone-surrogate');
    })
    .transform((text) => text.replace(controlCharacters, ' '))
    .meta({ minLength: bounds.minimum, maxLength: bounds.maximum });
}
