import { Observable, type OperatorFunction } from 'rxjs'

/** Hands on each of what `project` makes of a value: `mergeMap` without an Observable of its own for every array, empty ones too. */
export function each<T, R>(project: (value: T) => Iterable<R>): OperatorFunction<T, R> {
  return (source) =>
    new Observable((subscriber) =>
      source.subscribe({
        next(value) {
          for (const one of project(value)) subscriber.next(one)
        },
        error: (error) => subscriber.error(error),
        complete: () => subscriber.complete(),
      }),
    )
}
