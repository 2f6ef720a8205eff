import type { AgreementReport, AgreementRow } from '../api.ts';
import { agreementOf, modelsIn, type AgreementCounts, type QuestionAgreement } from './agreement.ts';
import { wordForKappa } from './kappa.ts';
import { trustOf, trustOfQuestion } from './trust.ts';

/** What was counted in some months, as people read it: each model with its questions. */
export function agreementReport(counts: readonly AgreementCounts[], months: AgreementReport['months']): AgreementReport {
  const within = counts.filter(({ month }) => months.from <= month && month <= months.to);
  return {
    months,
    models: modelsIn(within).map((model) => {
      const agreement = agreementOf(within, model);
      const { trusted, reason } = trustOf(agreement);
      return { model, trusted, reason, questions: agreement.map(rowOf) };
    }),
  };
}

function rowOf(agreement: QuestionAgreement): AgreementRow {
  const { kappa } = agreement;
  return { ...agreement, kappa: kappa === null ? null : { value: kappa.value, low: kappa.low, high: kappa.high, word: wordForKappa(kappa.value) }, ...trustOfQuestion(agreement) };
}
