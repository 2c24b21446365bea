export { colourManifest, colourNetwork } from './colour-network.ts';
export { type DiscPerson, type DiscPicture, discFrame, discPerson } from './disc-frame.ts';
