/**
 * Colours of a drawn skeleton, CSS colours. The defaults differ in lightness as well as hue, so that they hold for
 * colour-blind eyes, and with the dark outline they hold on light and on dark video.
 */
export interface PoseColours {
  /** The subject's left. Default orange `#ff9f1c`. */
  readonly left: string;
  /** The subject's right. Default sky blue `#4cc9f0`. */
  readonly right: string;
  /** What is neither. Default near white `#f8fafc`. */
  readonly centre: string;
  /** Round lines, points and labels. Default `rgba(8, 12, 20, 0.75)`. */
  readonly outline: string;
  /** Label text. Default near black `#0b1220`. */
  readonly text: string;
  /** One colour a person, taken in turn by id: boxes, labels, and the skeleton where `colourBy` is `person`. */
  readonly people: readonly [string, ...string[]];
}

/** The default colours. The people's are Okabe and Ito's, lightened to stand on dark video. */
export const DEFAULT_COLOURS: PoseColours = {
  left: '#ff9f1c',
  right: '#4cc9f0',
  centre: '#f8fafc',
  outline: 'rgba(8, 12, 20, 0.75)',
  text: '#0b1220',
  people: ['#f0b429', '#56b4e9', '#2dd4a0', '#e58fc4', '#f4e04d', '#ff7f50', '#9aa5ff', '#c3e88d'],
};

/** The colour of a person: the same for the same id. */
export function colourOfPerson(colours: PoseColours, id: number): string {
  const { people } = colours;
  const index = (((id - 1) % people.length) + people.length) % people.length;
  return people[index] ?? people[0];
}
