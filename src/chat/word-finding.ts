import { type Finding, type FindingItem, wholeOf } from '../catalogue/finding.ts';
import type { AnswerKind, Completeness } from '../domain/answer.ts';
import type { SourceNotice } from '../domain/challenge.ts';
import type { AnswerDraft, DraftBlock } from './answer-draft.ts';
import type { ChatMessages } from './chat-messages.ts';

const DENIALS: ReadonlySet<Finding['key']> = new Set(['no-such-pointer', 'nothing-shared']);
const OVERVIEWS: ReadonlySet<Finding['key']> = new Set(['overview']);
const NUMBERED: ReadonlySet<Finding['key']> = new Set(['questions-of', 'objectives', 'sources']);
const MAXIMUM_NOTICES = 2;

/** Puts what the structure says into words: a lead sentence with its evidence, then the document's own words. */
export function wordFinding(finding: Finding, messages: ChatMessages): Omit<AnswerDraft, 'suggestions'> {
  return {
    kind: kindOf(finding),
    blocks: [leadBlock(finding, messages), ...itemBlocks(finding, messages)],
    completeness: completenessOf(finding),
    notices: wordNotices(finding.notices, messages),
  };
}

/** At most two notices, each once, in the reader's words. */
export function wordNotices(notices: readonly SourceNotice[], messages: ChatMessages): string[] {
  const worded = notices.map((notice) =>
    messages.notice(notice.code, {
      codes: [...new Set(notice.codes)].join(', '),
      first: notice.codes[0] ?? '',
      expected: notice.counts?.expected ?? '',
      found: notice.counts?.found ?? '',
    }),
  );
  return [...new Set(worded.filter((text) => text !== ''))].slice(0, MAXIMUM_NOTICES);
}

function leadBlock(finding: Finding, messages: ChatMessages): DraftBlock {
  const text = messages.lead(finding.key, finding.values);
  if (finding.leadEvidence.length === 0) return { type: 'talk', text };
  return { type: 'statement', text, evidence: finding.leadEvidence.map(wholeOf) };
}

function itemBlocks({ items, key }: Finding, messages: ChatMessages): DraftBlock[] {
  const [only] = items;
  if (!only) return [];
  if (items.length === 1 && only.excerpts.length === 1) {
    const [shown] = only.excerpts;
    return shown ? [{ type: 'quote', label: labelOf(only, messages), shown, evidence: [] }] : [];
  }
  const isNumbered =
    NUMBERED.has(key) && new Set(items.map(({ label }) => label?.values.challenge)).size <= 1;
  return [
    {
      type: 'quotes',
      isNumbered,
      items: items.map((item) => ({
        label: isNumbered ? null : labelOf(item, messages),
        shown: item.excerpts,
      })),
    },
  ];
}

function labelOf({ label }: FindingItem, messages: ChatMessages): string | null {
  return label ? messages.label(label.key, label.values) : null;
}

function kindOf({ key }: Finding): AnswerKind {
  return OVERVIEWS.has(key) ? 'overview' : 'answer';
}

function completenessOf({ key, items }: Finding): Completeness {
  if (!DENIALS.has(key)) return 'complete';
  return items.length > 0 ? 'partial' : 'none';
}
