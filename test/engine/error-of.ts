import assert from 'node:assert/strict'
import { type EngineError, isEngineError } from '../../engine/errors.ts'

/** Asserts that a call fails with an engine's error, and returns that. */
export const errorOf = async (call: Promise<unknown>): Promise<EngineError> => {
  const error = await call.then(
    () => assert.fail('it did not fail'),
    (reason: unknown) => reason,
  )
  assert.ok(isEngineError(error), String(error))
  return error
}
