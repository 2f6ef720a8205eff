import { assess } from '../../core/assessment/assess.ts';
import { parseTeamConstants, shippedConstants, withTeam, type Constants } from '../../core/assessment/constants.ts';
import type { Signal } from '../../core/assessment/signals.ts';
import type { Brief } from '../../core/brief/schema.ts';
import type { Assessment } from '../../core/documents.ts';
import { InvalidConstants, NotFound } from '../../core/errors.ts';
import { briefKeys } from '../../core/keys.ts';
import { modelOf } from '../../core/models/models.ts';
import { dateOf, type Clock } from './clock.ts';
import type { History } from './history.ts';
import { uriOf, type Objects } from './objects.ts';
import { utf8Text } from './text.ts';

export interface AssessPorts {
  readonly objects: Objects;
  readonly history: History;
  readonly clock: Clock;
  readonly briefsBucket: string;
  readonly defaultModel: string;
}

/** A brief's assessment with its team's figures and history. Nothing is written. */
export async function assessBrief({ objects, history, clock, briefsBucket, defaultModel }: AssessPorts, brief: Brief): Promise<Assessment> {
  const [figures, rounds] = await Promise.all([figuresOf(objects, briefsBucket, brief.team), history.of(brief.kind, brief.team, clock.now())]);
  return assess(brief, { model: modelOf(brief.model ?? defaultModel, dateOf(clock.now())), history: rounds, ...figures });
}

export interface Figures {
  readonly constants: Constants;
  readonly team: string | null;
  readonly notes: readonly Signal[];
}

const galleysOwn: Figures = { constants: shippedConstants, team: null, notes: [] };

/** A team's constants that cannot be read stop no brief: Galley's own stand in, and the assessment says so. */
export async function figuresOf(objects: Objects, bucket: string, team: string | undefined): Promise<Figures> {
  if (team === undefined) return galleysOwn;
  for (const key of briefKeys.teamConstants(team)) {
    try {
      const text = utf8Text(await objects.read({ bucket, key }));
      if (text === null) throw new InvalidConstants([{ field: '', message: 'Expected text in UTF-8 but received other bytes; save the file as UTF-8' }]);
      return { ...galleysOwn, constants: withTeam(parseTeamConstants(text, key.endsWith('.json') ? 'json' : 'yaml')), team };
    } catch (error) {
      if (error instanceof NotFound) continue;
      if (error instanceof InvalidConstants) return { ...galleysOwn, notes: error.problems.map(({ field, message, line }) => noteOf(uriOf({ bucket, key }), `${line === undefined ? '' : `line ${String(line)}, `}${field === '' ? '' : `${field}: `}${message}`)) };
      throw error;
    }
  }
  return galleysOwn;
}

function noteOf(file: string, problem: string): Signal {
  return { id: 'team-constants', severity: 'note', field: 'team', message: `The team’s own constants were not used: ${file}, ${problem}.`, evidence: [], wayOut: 'Correct the file; until then Galley’s own figures count.' };
}
