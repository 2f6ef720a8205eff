/** The state machines of a deployment, their definitions complete. */
import { readFileSync } from 'node:fs';

import { z } from 'zod';

import type { StateMachine } from './states/engine.ts';
import type { Deployment } from './types.ts';

const Properties = z.looseObject({
  StateMachineName: z.string().optional(),
  StateMachineType: z.string().default('STANDARD'),
  RoleArn: z.string(),
  Definition: z.json().optional(),
  DefinitionString: z.string().optional(),
  DefinitionS3Location: z.looseObject({ Key: z.string() }).optional(),
  DefinitionSubstitutions: z.record(z.string(), z.coerce.string()).default({}),
});

/**
 * Reads every `AWS::StepFunctions::StateMachine`.
 * @throws Error naming a placeholder of the definition that nothing is substituted for
 */
export function readStateMachines(deployment: Deployment): StateMachine[] {
  return deployment.ofType('AWS::StepFunctions::StateMachine').map((resource) => {
    const properties = Properties.parse(resource.properties);
    const { Definition, DefinitionString, DefinitionS3Location, DefinitionSubstitutions: substitutions } = properties;
    const text =
      DefinitionString ?? (DefinitionS3Location === undefined ? JSON.stringify(Definition ?? null) : readFileSync(deployment.assetPath(DefinitionS3Location.Key), 'utf8'));
    const definition = text.replaceAll(/\$\{([A-Za-z0-9_]+)\}/g, (placeholder, name: string) => {
      const value = substitutions[name];
      if (value === undefined) {
        throw new Error(`Expected a substitution for ${placeholder} in the definition of ${resource.logicalId} but received ${Object.keys(substitutions).join(', ') || 'none'}`);
      }
      // The placeholder stands inside a JSON string.
      return JSON.stringify(value).slice(1, -1);
    });
    return {
      arn: resource.arn,
      name: properties.StateMachineName ?? resource.arn.split(':').at(-1) ?? resource.physicalId,
      roleArn: properties.RoleArn,
      definition,
      type: properties.StateMachineType,
    };
  });
}
