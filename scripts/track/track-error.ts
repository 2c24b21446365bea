/** Something that the user can do something about: printed as one line, without a stack. */
export class TrackError extends Error {
  /** What to do about it, a full sentence. */
  readonly fix: string;
  /** What ends the process with this error. 2: the command line was wrong. */
  readonly exitCode: 1 | 2;

  /**
   * @param message what happened, a full sentence
   * @param fix what to do about it, a full sentence
   */
  constructor(message: string, fix: string, exitCode: 1 | 2 = 1) {
    super(`${message} ${fix}`);
    this.name = 'TrackError';
    this.fix = fix;
    this.exitCode = exitCode;
  }
}
