/** Why a grant names a resource with a wildcard. */
export const why = {
  keys: 'Objects are named by run and by hash; the grant is limited to the prefix that this function works under',
  brands: 'Kits, looks, marks and references are uploaded under names of their own; the grant is limited to their prefixes',
  templates: 'Templates and their labels are named by the team; the grant is limited to their prefix',
  teams: 'Teams keep their constants under names of their own; the grant is limited to their prefix',
  outcomes: 'What became of a judgement lies beside it, under the number of its round; the grant is limited to that one file',
  executions: 'Executions are named by run; the grant is limited to those of this state machine',
} as const;
