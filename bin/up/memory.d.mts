export const memoryEnvironment: Record<string, string>
export const workerNodeFlags: string[]
