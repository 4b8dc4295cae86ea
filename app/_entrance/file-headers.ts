/** An uploaded file's name, percent-encoded in `x-file-name` because headers carry no Unicode, and its type. */
export function readFileHeaders({ headers }: Request): Record<string, unknown> {
  return {
    fileName: decoded(headers.get('x-file-name') ?? ''),
    contentType: headers.get('content-type') ?? '',
  }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}
