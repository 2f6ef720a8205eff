import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseTeamConstants, shippedConstants, withTeam } from '../../../core/assessment/constants.ts';
import { AssetKind } from '../../../core/brief/schema.ts';
import { InvalidConstants } from '../../../core/errors.ts';

function problemsOf(text: string, format: 'yaml' | 'json' = 'yaml') {
  try {
    parseTeamConstants(text, format);
  } catch (error) {
    if (error instanceof InvalidConstants) return error.problems;
    throw error;
  }
  return [];
}

test('the shipped constants have routes for every kind, a date, and a source for each group', () => {
  expect(Object.keys(shippedConstants.routes).toSorted()).toEqual(AssetKind.options.toSorted());
  expect(shippedConstants.asOf).toMatch(/^\d{4}-\d\d-\d\d$/u);
  for (const group of ['hourlyUsd', 'routes.', 'generation.', 'adaptation']) expect(Object.keys(shippedConstants.sources).some((key) => key.startsWith(group)), group).toBe(true);
});

describe('a team’s own constants', () => {
  test('replace what they name and leave the rest', () => {
    const merged = withTeam(parseTeamConstants('asOf: 2026-10-01\nhourlyUsd: { designer: 75 }\ngeneration: { priorRuns: 3 }\nroutes:\n  food: [{ route: our kitchen, hours: { photographer: 1 }, costsUsd: 5 }]\n', 'yaml'));
    expect(merged.hourlyUsd).toEqual({ ...shippedConstants.hourlyUsd, designer: 75 });
    expect(merged.generation).toEqual({ ...shippedConstants.generation, priorRuns: 3 });
    expect(merged.routes.food).toEqual([{ route: 'our kitchen', hours: { photographer: 1 }, costsUsd: 5 }]);
    expect(merged.routes.product).toEqual(shippedConstants.routes.product);
    expect(merged.asOf).toBe('2026-10-01');
  });

  test('are in the examples, and change what a portrait of that team is held against', () => {
    const own = withTeam(parseTeamConstants(readFileSync(new URL('../../../examples/teams/press/constants.yaml', import.meta.url), 'utf8'), 'yaml'));
    expect(own.routes.portrait.map(({ route }) => route)).toEqual(['our staff photographer', 'a portrait studio']);
    expect(own.sources['hourlyUsd']).not.toBe(shippedConstants.sources['hourlyUsd']);
  });

  test('come as JSON as well', () => {
    expect(parseTeamConstants('{ "adaptation": { "hoursPerPrint": 1 } }', 'json').adaptation).toEqual({ hoursPerPrint: 1 });
  });

  test.each([
    ['hourlyUsd: { desinger: 75 }\n', 'hourlyUsd.desinger', /did you mean "designer"\?/u],
    ['hourlyUsd: { designer: -1 }\n', 'hourlyUsd.designer', /Expected a number above 0 for hourlyUsd\.designer but received -1/u],
    ['generation: { unapprovedShare: 2 }\n', 'generation.unapprovedShare', /at most 0\.95/u],
    ['routes: { food: [] }\n', 'routes.food', /at least 1/u],
    ['briefHours: 1\n', 'briefHours', /did you mean "generation\.briefHours"/u],
    ['', '', /shortest one has one figure/u],
  ] as const)('%j is refused by field, with the way out', (text, field, message) => {
    const problems = problemsOf(text);
    expect(problems.map((problem) => problem.field)).toContain(field);
    expect(problems.find((problem) => problem.field === field)?.message).toMatch(message);
  });

  test('every problem is told at once, with its line', () => {
    expect(problemsOf('hourlyUsd:\n  designer: cheap\ngeneration:\n  rounds: 0\n').map(({ field, line }) => [field, line])).toEqual([['hourlyUsd.designer', 2], ['generation.rounds', 4]]);
  });
});
