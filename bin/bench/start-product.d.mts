export interface RunningProduct {
  baseUrl: string
  smtpPort: number
  postOfficeDir: string
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
