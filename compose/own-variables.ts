/** The variables that reading any Compose file asks for. The client sends them unasked with the files, which saves a round trip. */
export const ownVariables: readonly string[] = [
  'COMPOSE_DISABLE_ENV_FILE',
  'COMPOSE_ENV_FILES',
  'COMPOSE_PROFILES',
  'COMPOSE_PROJECT_NAME',
]
