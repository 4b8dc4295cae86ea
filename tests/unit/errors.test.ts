import { expect, test, vi } from 'vitest'
import { AppError, isAppError } from '@/lib/errors'

test('an error thrown by another copy of the program’s modules is known by its code', async () => {
  vi.resetModules()
  const other: typeof import('@/lib/errors') = await import('@/lib/errors')
  expect(other.AppError).not.toBe(AppError)
  const thrown = new other.AppError('mail_unreadable', 'not a picture')
  expect(isAppError(thrown, 'mail_unreadable')).toBe(true)
  expect(thrown instanceof AppError).toBe(true)
  expect(isAppError(new Error('mail_unreadable'))).toBe(false)
  expect(isAppError(null)).toBe(false)
})
