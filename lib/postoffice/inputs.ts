import { z } from 'zod'

export const ListLettersInput = z.strictObject({ address: z.string().min(3).max(320) })
export type ListLettersInput = z.infer<typeof ListLettersInput>

export const ReadLetterInput = z.strictObject({ mailId: z.uuid() })
export type ReadLetterInput = z.infer<typeof ReadLetterInput>

export const ReadLetterFileInput = z.strictObject({
  mailId: z.uuid(),
  index: z.coerce.number().int().min(0).max(1_000),
})
export type ReadLetterFileInput = z.infer<typeof ReadLetterFileInput>

/** `answers`: the mail this one is a reply to. Files travel beside it. */
export const SendLetterInput = z.strictObject({
  name: z.string().trim().max(200),
  address: z.string().trim().min(3).max(320),
  to: z.string().trim().min(3).max(320),
  subject: z.string().trim().max(500),
  text: z.string().max(200_000),
  answers: z.uuid().optional(),
})
export type SendLetterInput = z.infer<typeof SendLetterInput>
