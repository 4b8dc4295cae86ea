export interface RunningProduct {
  baseUrl: string
  smtpPort: number
  postOfficeDir: string
  pids(): { web: number; worker: number }
  stop(): Promise<void>
}

export function startProduct(
  rootDir: string,
  options: {
    databaseUrl: string
    hasDemoData: boolean
    port?: number
    env?: Record<string, string>
  },
): Promise<RunningProduct>
