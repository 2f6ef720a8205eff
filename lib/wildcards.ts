/** Why a grant names a resource with a wildcard. */
export const why = {
  keys: 'Objects are named by run and by hash; the grant is limited to the prefix that this function works under',
  brands: 'Looks and marks are uploaded by the brand under names of its own; the grant is limited to their prefix',
  teams: 'Teams keep their constants under names of their own; the grant is limited to their prefix',
  executions: 'Executions are named by run; the grant is limited to those of this state machine',
} as const;
