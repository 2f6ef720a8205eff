/**
 * The placeholders of `asset.asl.json` that stand for functions, and the folder of `lambdas/` behind
 * each. This one record drives the substitutions and the invoke grants.
 */
export const assetFunctions = {
  AssessFunctionArn: 'assess',
  BuildPromptFunctionArn: 'build-prompt',
  GenerateFunctionArn: 'generate',
  InspectFunctionArn: 'inspect',
  JudgeFunctionArn: 'judge',
  RequestReviewFunctionArn: 'request-review',
  FinishFunctionArn: 'finish',
  ArchiveFunctionArn: 'archive',
  RecordOutcomeFunctionArn: 'record-outcome',
} as const;

/** Placeholders that stand for something else than a function. */
export const assetResources = ['EventBusName'] as const;
