/** One call of a function: discover what is next (`stepId` "step") or run one planned step. */
export interface CallRequest {
  functionId: string
  url: string
  stepId: string
  headers: Record<string, string>
  body: string
}

/** What came back. `isFromSdk` is false for anything that did not reach the functions, or is not signed by them. */
export interface CallAnswer {
  status: number
  body: string
  isFromSdk: boolean
  isFinal: boolean
  retryAfter: string | null
  requestVersion: string | null
}

/** How the executor reaches functions. `call` rejects when they could not be reached. */
export interface Transport {
  /** The registrations of the functions, as an Inngest server would ask for them. */
  readRegistrations(): Promise<unknown[]>
  /** Whether a call's body may be as large as the run's state. */
  readonly hasBodyLimit: boolean
  call(request: CallRequest): Promise<CallAnswer>
}

export const SYNC_HEADERS = { 'content-type': 'application/json', 'x-inngest-sync-kind': 'in_band' } as const

/** Reads an answer whose origin has been checked. */
export function readAnswer(response: Response, body: string, isTrusted: boolean): CallAnswer {
  return {
    status: response.status,
    body,
    isFromSdk: isTrusted && response.headers.has('x-inngest-sdk'),
    isFinal: response.headers.get('x-inngest-no-retry') === 'true',
    retryAfter: response.headers.get('retry-after'),
    requestVersion: response.headers.get('x-inngest-req-version'),
  }
}

/** The `functions` of an answer to a sync request. */
export function registrationsOf(status: number, body: string): unknown[] {
  const parsed: unknown = status === 200 ? JSON.parse(body) : null
  const functions =
    parsed !== null && typeof parsed === 'object' && 'functions' in parsed ? parsed.functions : null
  if (!Array.isArray(functions)) {
    throw new Error(`the app did not register: ${status} ${body.slice(0, 300)}`)
  }
  return functions
}
