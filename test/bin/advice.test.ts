import { expect, test } from 'vitest';
import { adviceLines } from '../../bin/cli/advice.ts';
import { AdviceReport } from '../../core/api.ts';
import { adviceOf } from '../../core/judge/advice.ts';
import type { Counts } from '../../core/judge/counts.ts';

const linesOf = (counts: Counts): string => adviceLines(AdviceReport.parse({ kind: null, team: null, from: '2025-12', to: '2026-11', ...adviceOf(counts) })).join('\n');

test('the report says how often each verdict was right, what was expected and what came', () => {
  const text = linesOf({
    reviewShown: 8, reviewApproved: 5, reviewBest: 4, reviewChanges: 2, reviewRejected: 1, reviewExpired: 3,
    ownEditGiven: 4, ownEditRose: 3, ownEditRise: 1600, ownEditCost: 640_000, ownEditExpected: 4, ownEditExpectedRise: 2000, ownEditActualRise: 1600, ownEditShown: 3, ownEditApproved: 2,
    tagTooDark: 1, tagExtraFingers: 2,
    chanceShown: 8, chanceExpected: 40_000, chanceApproved: 5, approveGiven: 2, band3Shown: 6, band3Approved: 4,
  });
  expect(text).toContain('review         5 of 8 approved, 4 of 5 of these the one ranked best; 2 changes, 0 started over, 1 rejected, 3 expired unanswered');
  expect(text).toContain('iterate        3 of 4 stood better, the best score by +0.04 on average, for $0.64; 2 of 3 ended approved');
  expect(text).toContain('start over     none yet');
  expect(text).toContain('straight on    2; nobody has said whether that was right');
  expect(text).toContain('What reviewers said of rounds that they sent back\n  extra fingers  2 rounds\n  too dark       1 round\n');
  expect(text).toContain('edit           +0.05 expected, +0.04 came (4 rounds)');
  expect(text).toContain('approval       50 % expected, 63 % came (8 rounds)');
  expect(text).toMatch(/0\.7 to 0\.8 {5}4 of 6; \d\d % is reckoned with/u);
});

test('reviews that nobody answered are told beside those that somebody decided, and alone where nobody has', () => {
  expect(linesOf({ reviewExpired: 2 })).toContain('review         none decided yet; 2 expired unanswered');
});

test('before anything was counted it says so, with what is reckoned with until then', () => {
  const text = linesOf({});
  expect(text.match(/none yet/gu)).toHaveLength(14);
  expect(text).toContain('65 % is reckoned with');
});
