/** What git tells whoever it starts, as its hooks, of its own repository. */
const OF_REPOSITORY = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
] as const

/** Has git that is started with these variables find the repository of the directory that it is started in, whoever started us. */
export function forgetRepository(env: Record<string, string | undefined>): void {
  for (const name of OF_REPOSITORY) delete env[name]
}
