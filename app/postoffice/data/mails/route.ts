import { readBody } from '@/app/_entrance/bounded-body'
import { openRoute } from '@/app/_entrance/open-route'
import { isOwnOrigin } from '@/app/_entrance/own-origin'
import { parseInput } from '@/app/_entrance/refusal'
import { jsonAnswer, methodNotAllowed } from '@/app/_entrance/route-answers'
import { AppError } from '@/lib/errors'
import { ListLettersInput, SendLetterInput } from '@/lib/postoffice/inputs'
import { listLetters } from '@/lib/postoffice/list-letters'
import { sendLetter } from '@/lib/postoffice/send-letter'
import { postOfficePorts } from '@/lib/postoffice-wiring'

const reason = 'the demo’s outside world, on this machine alone; not found anywhere else'
/** proxy.ts sees the body first, and Next keeps no more than 10 MB of it there. */
const maxBodyBytes = 9 * 1024 * 1024
const maxFiles = 10

export const GET = openRoute({
  reason,
  run: async (request) => {
    const ports = postOfficePorts()
    const input = parseInput(ListLettersInput, { address: request.nextUrl.searchParams.get('address') })
    return jsonAnswer(await listLetters(input, ports))
  },
})

export const POST = openRoute({
  reason,
  run: async (request) => {
    const ports = postOfficePorts()
    if (!isOwnOrigin(request.headers.get('origin'))) throw new AppError('forbidden', 'foreign origin')
    const { letter, files } = await readForm(request)
    const attachments = await Promise.all(
      files.map(async (file) => ({
        fileName: file.name,
        contentType: file.type || 'application/octet-stream',
        bytes: new Uint8Array(await file.arrayBuffer()),
      })),
    )
    const { id } = await sendLetter({ ...parseInput(SendLetterInput, letter), attachments }, ports)
    return jsonAnswer({ id })
  },
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

async function readForm(request: Request): Promise<{ letter: Record<string, unknown>; files: File[] }> {
  const bytes = await readBody(request, maxBodyBytes)
  const form = await formOf(bytes, request.headers.get('content-type') ?? '')
  const files = form.getAll('files').filter((value) => value instanceof File && value.size > 0)
  if (files.length > maxFiles) throw new AppError('invalid_input', 'too many files')
  const letter = Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'))
  return { letter, files: files.filter((value) => value instanceof File) }
}

async function formOf(bytes: Uint8Array, contentType: string): Promise<FormData> {
  try {
    return await new Response(Buffer.from(bytes), { headers: { 'content-type': contentType } }).formData()
  } catch (cause) {
    throw new AppError('invalid_input', 'not a form', { cause })
  }
}
