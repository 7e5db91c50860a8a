import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'

/** That no log driver of what was asked for keeps anything that can be read. */
export function noneReadable(): InstallationError {
  return new InstallationError(exits.failed, 'nothing that was asked for can be read', {
    remedy: 'look where their log driver sends it; with `logging: {driver: local}` the host keeps it as well',
  })
}
