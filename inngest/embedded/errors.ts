/** A function asks for something this executor does not do; thrown when it registers, so that boot fails. */
export class RegistrationError extends Error {
  constructor(
    readonly functionId: string,
    readonly reason: string,
  ) {
    super(`function "${functionId}" cannot run on the embedded executor: ${reason}`)
    this.name = 'RegistrationError'
  }
}

/** How an error travels: in a step's memo, as the end of a run, in `inngest/function.failed`. */
export interface SerializedError {
  name: string
  message: string
  stack?: string
  [key: string]: unknown
}

/** Ends a run whose code used an operation that only an Inngest server has. */
export const unsupportedOperation = (operation: string): SerializedError => ({
  name: 'EmbeddedExecutorUnsupported',
  message: `${operation} is not supported by the embedded executor`,
})
