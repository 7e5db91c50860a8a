import type {
  ActRequest,
  Adopting,
  ApplyRequest,
  ApproveRequest,
  ConvergeRequest,
  DeleteRequest,
  EditRequest,
  LogsRequest,
  PathRequest,
  PauseRequest,
  ResumeRequest,
  ManifestRequest,
  PlanRequest,
  RestartRequest,
  RetryRequest,
  RolloutPauseRequest,
  RolloutResumeRequest,
  ScaleRequest,
  Selection,
  Source,
  StagedTree,
  StopRequest,
  StoreSecretRequest,
  UndoRequest,
  Pruning,
  Pulling,
  Unreadable,
} from '../v1/installation/requests.ts'
import { linkLeads, pullFields } from '../v1/installation/requests.ts'
import { secretValue } from '../v1/redact/secret-value.ts'
import type { SwarmStackRequest } from '../v1/swarm-stack.ts'
import { parseKnown } from './body.ts'
import {
  absolute,
  type Body,
  isWhole,
  object,
  optionalNumber,
  optionalText,
  optionalTime,
  optionalWhole,
  reference,
  references,
  strings,
  wrong,
} from './fields.ts'

/** Checks the body of `POST /reconcile/apply`; refuses what is not as `api/v1/installation/installation.ts` has it, naming the field. */
export function applyRequest(body: Body, signal: AbortSignal): ApplyRequest {
  const fromSwarm = optionalText(body, 'fromSwarm')
  return {
    ...manifestRequest(body),
    ...waiting(body),
    ...adopting(body),
    ...pulling(body),
    ...pruning(body),
    ...(body['build'] === true ? { build: true } : {}),
    ...(body['directories'] === undefined ? {} : { directories: strings(body, 'directories') }),
    ...(fromSwarm === undefined ? {} : { fromSwarm }),
    signal,
  }
}

/** The same of `swarm-stack`. */
export function swarmStackRequest(body: Body, signal: AbortSignal): SwarmStackRequest {
  const stack = optionalText(body, 'stack')
  if (stack === undefined || stack === '') throw wrong('stack', 'a text')
  return { stack, signal }
}

function adopting(body: Body): Adopting {
  const project = optionalText(body, 'project')
  return { ...(body['adopt'] === true ? { adopt: true } : {}), ...(project === undefined ? {} : { project }) }
}

function pulling(body: Body): Pulling {
  return Object.fromEntries(pullFields.flatMap((field) => (body[field] === true ? [[field, true]] : [])))
}

function pruning(body: Body): Pruning {
  return body['prune'] === true ? { prune: true } : {}
}

/** The same of `plan`. */
export function planRequest(body: Body, signal: AbortSignal): PlanRequest {
  const seed = optionalNumber(body, 'seed')
  return {
    ...manifestRequest(body),
    ...adopting(body),
    ...pulling(body),
    ...pruning(body),
    ...(seed === undefined ? {} : { seed }),
    ...(body['directories'] === undefined ? {} : { directories: strings(body, 'directories') }),
    ...(body['unread'] === undefined ? {} : { unread: strings(body, 'unread') }),
    ...(body['timeline'] === undefined ? {} : { timeline: strings(body, 'timeline') }),
    ...(body['simulate'] === true ? { simulate: true } : {}),
    ...(body['showValues'] === true ? { showValues: true } : {}),
    ...(body['keptAt'] === undefined ? {} : { keptAt: absolute(body, 'keptAt') }),
    ...(body['staged'] === undefined ? {} : { staged: parseKnown(object(body['staged'], 'staged'), stagedTree) }),
    signal,
  }
}

function stagedTree(body: Body): StagedTree {
  return { directory: absolute(body, 'directory'), at: absolute(body, 'at') }
}

/** The same of `converge`. */
export function convergeRequest(body: Body, signal: AbortSignal): ConvergeRequest {
  const timeoutMs = optionalNumber(body, 'timeoutMs')
  const head = optionalText(body, 'head')
  if (timeoutMs === undefined) throw wrong('timeoutMs', 'a number')
  if (head === undefined) throw wrong('head', 'a commit')
  return { directory: absolute(body, 'directory'), head, timeoutMs, signal }
}

/** The same of `delete`. */
export function deleteRequest(body: Body, signal: AbortSignal): DeleteRequest {
  const stack = optionalText(body, 'stack')
  const manifests = body['manifests']
  return {
    ...waiting(body),
    ...(body['refs'] === undefined ? {} : { refs: references(body) }),
    ...(stack === undefined ? {} : { stack }),
    ...(manifests === undefined ? {} : { manifests: parseKnown(object(manifests, 'manifests'), manifestRequest) }),
    volumes: body['volumes'] === true,
    ...(body['leaveFiles'] === true ? { leaveFiles: true } : {}),
    ...(body['orphans'] === true ? { orphans: true } : {}),
    ...(body['prune'] === true ? { prune: true } : {}),
    signal,
  }
}

/** The same of `scale`. */
export function scaleRequest(body: Body, signal: AbortSignal): ScaleRequest {
  const replicas = body['replicas']
  if (!isWhole(replicas)) throw wrong('replicas', 'a whole number from 0')
  return {
    ...waiting(body),
    refs: references(body),
    replicas,
    ...(body['large'] === true ? { large: true } : {}),
    signal,
  }
}

/** The same of `edit`. */
export function editRequest(body: Body, signal: AbortSignal): EditRequest {
  const [text, version] = [optionalText(body, 'text'), optionalText(body, 'version')]
  if (text === undefined) throw wrong('text', 'a text')
  if (version === undefined) throw wrong('version', 'a text')
  return { ...waiting(body), ref: reference(body['ref'], 'ref'), text, version, signal }
}

/** The same of `retry`. */
export function retryRequest(body: Body, signal: AbortSignal): RetryRequest {
  return { ...waiting(body), refs: references(body), signal }
}

/** The same of `undo`. */
export function undoRequest(body: Body, signal: AbortSignal): UndoRequest {
  const toRevision = optionalWhole(body, 'toRevision')
  return { ...waiting(body), refs: references(body), ...(toRevision === undefined ? {} : { toRevision }), signal }
}

/** The same of `stop` and `start`. */
export function stopRequest(body: Body, signal: AbortSignal): StopRequest {
  return { ...waiting(body), refs: references(body), signal }
}

/** The same of `restart`. */
export function restartRequest(body: Body, signal: AbortSignal): RestartRequest {
  return { ...stopRequest(body, signal), ...pulling(body) }
}

/** The same of `approve`. */
export function approveRequest(body: Body, signal: AbortSignal): ApproveRequest {
  const stack = optionalText(body, 'stack')
  return { ...waiting(body), subjects: strings(body, 'subjects'), ...(stack === undefined ? {} : { stack }), signal }
}

/** The same of `pause`. */
export function pauseRequest(body: Body, signal: AbortSignal): PauseRequest {
  const until = optionalNumber(body, 'until')
  const reason = optionalText(body, 'reason')
  return {
    ...resumeRequest(body, signal),
    ...(until === undefined ? {} : { until }),
    ...(reason === undefined ? {} : { reason }),
  }
}

/** The same of `resume`. */
export function resumeRequest(body: Body, signal: AbortSignal): ResumeRequest {
  return { refs: references(body), signal }
}

/** The same of `rollout-pause`. */
export function rolloutPauseRequest(body: Body, signal: AbortSignal): RolloutPauseRequest {
  const reason = optionalText(body, 'reason')
  return { ...rolloutResumeRequest(body, signal), ...(reason === undefined ? {} : { reason }) }
}

/** The same of `rollout-resume`. */
export function rolloutResumeRequest(body: Body, signal: AbortSignal): RolloutResumeRequest {
  return { refs: references(body), signal }
}

/** The same of `secret`. */
export function storeSecretRequest(body: Body, signal: AbortSignal): StoreSecretRequest {
  const { stack, name, base64 } = body
  if (typeof stack !== 'string' || stack === '') throw wrong('stack', 'a text')
  if (typeof name !== 'string' || name === '') throw wrong('name', 'a text')
  if (typeof base64 !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw wrong('base64', 'bytes in base64')
  const bytes = secretValue(Buffer.from(base64, 'base64'))
  return { ...waiting(body), stack, name, bytes, replace: body['replace'] === true, signal }
}

/** The same of `logs`. */
export function logsRequest(body: Body, signal: AbortSignal): LogsRequest {
  const tail = optionalWhole(body, 'tail')
  const since = optionalTime(body, 'since')
  const until = optionalTime(body, 'until')
  return {
    refs: references(body),
    ...(body['previous'] === true ? { previous: true } : {}),
    follow: body['follow'] === true,
    timestamps: body['timestamps'] === true,
    ...(tail === undefined ? {} : { tail }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    signal,
  }
}

/** The same of `stat-path`, `copy-out` and `copy-in`. */
export function pathRequest(body: Body, signal: AbortSignal): PathRequest {
  return { ref: reference(body['ref'], 'ref'), path: absolute(body, 'path'), signal }
}

/** Texts of manifests, and what they are read with. */
export function manifestRequest(body: Body): ManifestRequest {
  const { sources, variables } = body
  if (!Array.isArray(sources)) throw wrong('sources', 'a list of {file, text}')
  const stack = optionalText(body, 'stack')
  const { only, scale, large, recreate, renew } = body
  return {
    sources: sources.map((source, index) =>
      parseKnown(object(source, `sources[${index}]`), (each) => sourceOf(each, `sources[${index}]`)),
    ),
    cwd: absolute(body, 'cwd'),
    ...(stack === undefined ? {} : { stack }),
    ...(only === undefined ? {} : { only: parseKnown(object(only, 'only'), selection) }),
    ...(scale === undefined ? {} : { scale: countsOf(object(scale, 'scale')) }),
    ...(large === true ? { large } : {}),
    ...(recreate === true ? { recreate } : {}),
    ...(renew === true ? { renew } : {}),
    ...(variables === undefined ? {} : { variables: textsOf(body, 'variables') }),
    ...(body['sideFiles'] === undefined ? {} : { sideFiles: textsOf(body, 'sideFiles') }),
  }
}

function selection(body: Body): Selection {
  return { services: strings(body, 'services'), ...(body['noDeps'] === true ? { noDeps: true } : {}) }
}

function countsOf(counts: Body): Record<string, number> {
  for (const [name, count] of Object.entries(counts))
    if (!isWhole(count)) throw wrong(`scale.${name}`, 'a whole number from 0')
  return counts as Record<string, number>
}

function sourceOf(source: Body, field: string): Source {
  const { text, inDirectory, over, unreadable } = source
  const file = absolute(source, 'file', `${field}.file`)
  if (unreadable !== undefined)
    return { file, unreadable: unreadableOf(object(unreadable, `${field}.unreadable`), `${field}.unreadable`) }
  if (typeof text !== 'string') throw wrong(`${field}.text`, 'a text')
  return { file, text, ...(inDirectory === true ? { inDirectory } : {}), ...(over === true ? { over } : {}) }
}

function unreadableOf({ line, column, message, leads }: Body, field: string): Unreadable {
  if (typeof line !== 'number' || typeof column !== 'number' || typeof message !== 'string')
    throw wrong(field, '{line, column, message}')
  const lead = linkLeads.find((each) => each === leads)
  return { line, column, message, ...(lead ? { leads: lead } : {}) }
}

/** Texts by their names; null for one that is not there. */
function textsOf(body: Body, field: string): Record<string, string | null> {
  const given = object(body[field], field)
  for (const [name, value] of Object.entries(given))
    if (typeof value !== 'string' && value !== null) throw wrong(`${field}.${name}`, 'a text or null')
  return given as Record<string, string | null>
}

function waiting(body: Body): Omit<ActRequest, 'signal'> {
  const timeoutMs = optionalNumber(body, 'timeoutMs')
  return {
    wait: body['wait'] !== false,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(body['steal'] === true ? { steal: true } : {}),
  }
}
