import type { FieldPath } from '../provenance.ts'
import { posix } from 'node:path'
import { configTarget, secretTarget } from '../content-target.ts'
import type { V1Mount, V1TaskTemplate } from '../generated/types.ts'
import { imageRules } from './image-rules.ts'
import { localVolumeRules } from './local-volume-rules.ts'
import type { ValidationError } from './validation-error.ts'

const ABSOLUTE = /^(\/|[A-Za-z]:[\\/]|\\\\)/

/** Rules over everything that the task template at `at` mounts: targets must differ, and sources must be valid. */
export function targetRules(template: V1TaskTemplate, at: FieldPath): ValidationError[] {
  const { mounts = [], tmpfs = {}, secrets = [], configs = [] } = template
  const targets = [
    ...mounts.map((mount, index) => ({ target: mount.target, path: [...at, 'mounts', index, 'target'] })),
    ...Object.keys(tmpfs).map((target) => ({ target, path: [...at, 'tmpfs', target] })),
    ...secrets.map((secret, index) => ({
      target: secretTarget(secret),
      path: [...at, 'secrets', index, secret.target === undefined ? 'secret' : 'target'],
    })),
    ...configs.map((config, index) => ({
      target: configTarget(config),
      path: [...at, 'configs', index, config.target === undefined ? 'config' : 'target'],
    })),
  ]
  const first = new Map<string, FieldPath>()
  const clashes = targets.flatMap(({ target, path }): ValidationError[] => {
    if (!ABSOLUTE.test(target)) return [{ path, message: 'must be an absolute path in the container', value: target }]
    const plain = posix.normalize(`${target}/`)
    if (plain === '/') return [{ path, message: 'must be a directory or file below /', value: target }]
    if (first.has(plain)) return [{ path, message: 'is the target of two mounts: keep one', value: target }]
    first.set(plain, path)
    return []
  })
  return [...clashes, ...mounts.flatMap((mount, index) => mountRule(mount, [...at, 'mounts', index]))]
}

function mountRule(mount: V1Mount, at: FieldPath): ValidationError[] {
  return [...sourceRule(mount, at), ...readOnlyRules(mount, at), ...subpathRules(mount, at), ...driverRules(mount, at)]
}

function sourceRule({ type, source }: V1Mount, at: FieldPath): ValidationError[] {
  const path = [...at, 'source']
  if (type === 'Tmpfs')
    return source === undefined ? [] : [{ path, message: 'must be absent: a Tmpfs has no source', value: source }]
  if (source === undefined)
    return type === 'Volume' ? [] : [{ path: at, message: `needs source: a ${type} comes from somewhere` }]
  if (type === 'Image') return imageRules(source, path)
  if (type !== 'Bind' || ABSOLUTE.test(source)) return []
  return [
    { path, message: 'must be an absolute path on the host; for data of the stack use type Volume', value: source },
  ]
}

/** Rules for read-only mounts. An anonymous volume must be writable, as nobody could have written to it before. */
function readOnlyRules({ type, source, readOnly, bind = {} }: V1Mount, at: FieldPath): ValidationError[] {
  if (type === 'Volume' && !source && readOnly)
    return [{ path: [...at, 'readOnly'], message: 'needs source: an anonymous volume is empty, and would stay so' }]
  const { readOnlyNonRecursive, readOnlyForceRecursive } = bind
  const path = [...at, 'bind', readOnlyNonRecursive ? 'readOnlyNonRecursive' : 'readOnlyForceRecursive']
  if (type !== 'Bind' || !(readOnlyNonRecursive || readOnlyForceRecursive)) return []
  if (!readOnly) return [{ path, message: 'needs readOnly: true' }]
  return readOnlyNonRecursive && readOnlyForceRecursive
    ? [{ path, message: 'excludes readOnlyForceRecursive: keep one of them' }]
    : []
}

function subpathRules({ type, source, volume, image }: V1Mount, at: FieldPath): ValidationError[] {
  const [field, subpath] = type === 'Image' ? ['image', image?.subpath] : ['volume', volume?.subpath]
  if (!subpath || (type !== 'Image' && type !== 'Volume')) return []
  const path = [...at, field, 'subpath']
  if (!source) return [{ path, message: 'needs source: an anonymous volume is empty', value: subpath }]
  if (!subpath.startsWith('/') && !/^\.\.(\/|$)/.test(posix.normalize(subpath))) return []
  return [{ path, message: `must be a relative path in the ${field}`, value: subpath }]
}

function driverRules({ type, source, volume }: V1Mount, at: FieldPath): ValidationError[] {
  if (type !== 'Volume' || source || !volume?.driver) return []
  const { name, options = {} } = volume.driver
  return localVolumeRules(name, options, [...at, 'volume', 'driver', 'options'])
}
