/** Variables that git sets for processes it starts, such as hooks, to name its repository. */
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

/** Removes these variables, so that git commands run with this environment find the repository of their own directory. */
export function forgetRepository(env: Record<string, string | undefined>): void {
  for (const name of OF_REPOSITORY) delete env[name]
}
