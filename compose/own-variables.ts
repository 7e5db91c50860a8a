/** The variables that every Compose file is read with. Whoever sends files sends these unasked, which spares a question. */
export const ownVariables: readonly string[] = [
  'COMPOSE_DISABLE_ENV_FILE',
  'COMPOSE_ENV_FILES',
  'COMPOSE_PROFILES',
  'COMPOSE_PROJECT_NAME',
]
