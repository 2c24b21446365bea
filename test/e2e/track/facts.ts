/** A joint and where it is in the picture, px. */
export interface TrueJoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** A file made for a test, and what is true of it. */
export interface MadeFile {
  readonly base64: string;
  /** The joints of the one person in it, frame by frame. */
  readonly truth: readonly (readonly TrueJoint[])[];
}

/** What a browser's own player and decoder say of a file. */
export interface SeenFile {
  readonly width: number;
  readonly height: number;
  /** ms; 0 for a picture. */
  readonly duration: number;
  /** Red, green, blue of the picture, or of the video's picture at `time`, at each of the asked-for points. */
  readonly colours: readonly (readonly [number, number, number])[];
}

/** Size of what is made, px. */
export const SIZE = { width: 480, height: 480 } as const;
/** From one frame of a made video to the next, ms. */
export const INTERVAL = 80;

declare global {
  interface Window {
    makePicture(): Promise<MadeFile>;
    makeVideo(frames: number): Promise<MadeFile>;
    look(
      base64: string,
      type: string,
      points: readonly { readonly x: number; readonly y: number }[],
      time: number,
    ): Promise<SeenFile>;
  }
}
