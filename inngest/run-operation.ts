import { NonRetriableError } from 'inngest'
import { AppError } from '@/lib/errors'

/**
 * Translates what an operation throws into the executor's words: a refusal will be refused again, trouble may pass,
 * and a bug is retried, because the next deploy may mend it. Operations never import inngest.
 */
export async function runOperation<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation()
  } catch (error) {
    if (error instanceof AppError && error.isRefusal)
      throw new NonRetriableError(error.message, { cause: error })
    throw error
  }
}
