/** Where the SDK writes, if anywhere. It is silent unless a logger is passed. `console` fits. */
export interface Logger {
  debug(message: string): void;
  warn(message: string): void;
}
